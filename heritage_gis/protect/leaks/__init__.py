"""The leak test: every published file decoded, each figure in it traced to where it is from."""

"""Write the edition under maps/ from the public twin."""

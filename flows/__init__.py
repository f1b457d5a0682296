"""Prefect flows: the stages of the pipeline in order, and no logic of their own."""

"""Prefect flows: the stages of the pipeline in order, and no logic of their own."""

import os

# A flow without a server starts one for itself, which takes 10 to 25 s the first time, against a
# default patience of 20 s. Prefect reads this when it is imported.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "90")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")

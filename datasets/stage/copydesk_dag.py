"""Cleans every day of a crawl with what the desk knows, and adds the day to it.

One run at a time, and none before that of the day before: a desk has one writer. Tasks may be tried again: a day that
was learned already changes nothing.
"""

import os
import subprocess
from datetime import datetime, timedelta

from airflow.decorators import dag, task
from airflow.exceptions import AirflowException, AirflowFailException

HOME = os.environ.get("COPYDESK_HOME", "/var/lib/copydesk")


@dag(
    dag_id="copydesk",
    schedule="@daily",
    start_date=datetime(2025, 3, 1),
    catchup=True,
    max_active_runs=1,
    default_args={"depends_on_past": True, "retries": 2, "retry_delay": timedelta(minutes=10)},
)
def copydesk():
    @task(execution_timeout=timedelta(hours=6))
    def clean(ds=None):
        """Runs clean.sh, which lies beside this file, on the day `ds`."""
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "clean.sh")
        os.makedirs(os.path.join(HOME, "clean"), exist_ok=True)
        files = [os.path.join(HOME, folder, ds + ".jsonl.zst") for folder in ("crawl", "clean")]
        ended = subprocess.run([script, *files, os.path.join(HOME, "desk")])
        if ended.returncode == 2:
            raise AirflowFailException("wrong usage or settings: trying again would not help")
        if ended.returncode != 0:
            raise AirflowException(f"clean.sh ended with {ended.returncode}")

    clean()


copydesk()

"""A worker that died leaves no import half-way for ever."""

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from palier.dashboard.serving import take_up_again


def task_in(status: TaskResultStatus) -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path="palier.library.actions.vectors.vectorise_sheets",
        args_kwargs={"args": [], "kwargs": {}},
        priority=0,
        queue_name="default",
        backend_name="default",
        run_after=timezone.now(),
        exception_class_path="",
        traceback="",
        status=status,
        started_at=timezone.now(),
    )


@pytest.mark.django_db
def test_only_what_was_under_way_is_taken_up_again() -> None:
    running, done = task_in(TaskResultStatus.RUNNING), task_in(TaskResultStatus.SUCCESSFUL)

    assert take_up_again() == 1

    running.refresh_from_db()
    done.refresh_from_db()
    assert (running.status, running.started_at) == (TaskResultStatus.READY, None)
    assert done.status == TaskResultStatus.SUCCESSFUL

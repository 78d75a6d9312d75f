"""Reports of errors, for whoever keeps several installations (docs/adr/0066). Nothing leaves where no address
is set, and nobody's words leave anywhere: kind of error, places in our program, name of the address."""

import logging
import sys
import tomllib
from functools import cache
from importlib import import_module

from django.conf import settings
from django.tasks import TaskResultStatus

from home.views.broken import cannot_keep
from hosting import numbering

logger = logging.getLogger("hosting")
PLACE = ("filename", "module", "function", "lineno", "in_app")
KEPT = ("event_id", "timestamp", "platform", "level", "release", "tags")


@cache
def sdk():
    """Begun at the first error: most processes never meet one."""
    found = import_module("sentry_sdk")
    found.init(
        settings.ERROR_REPORTS_DSN,
        release=version(),
        before_send=only_places,
        default_integrations=False,  # they read requests, log lines and what stood around
        auto_enabling_integrations=False,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        propagate_traces=False,
    )
    return found


def version():
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    return f"meekijken@{project['version']}"


def only_places(event, hint=None):
    """A new event with what is named here; whatever else the library may come to add stays behind."""
    kept = {name: event[name] for name in KEPT if name in event}
    errors = [
        {"type": one.get("type"), "module": one.get("module"), "stacktrace": {"frames": places(one)}}
        for one in event.get("exception", {}).get("values", [])
    ]
    return kept | {"exception": {"values": errors}}


def places(error):
    frames = (error.get("stacktrace") or {}).get("frames", [])
    return [{name: frame[name] for name in PLACE if name in frame} for frame in frames]


def tell(error, **tags):
    """A report that cannot leave stops nothing. A database that is away is no error of the program."""
    if not settings.ERROR_REPORTS_DSN or cannot_keep(error):
        return
    try:
        with sdk().new_scope() as scope:
            scope.set_tags({"number": numbering.number.get()} | tags)
            scope.capture_exception(error)
    except Exception as why:
        logger.error("report of an error: %s", type(why).__name__)


def flush():
    """Before a command ends, where anything was told."""
    if sdk.cache_info().currsize:
        sdk().flush(5)


def of_a_task(task_result, **_facts):
    if task_result.status == TaskResultStatus.FAILED and (error := sys.exception()):
        tell(error, task=task_result.task.name)

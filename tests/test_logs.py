"""What goes wrong is in the server's log; what people wrote is not."""

import io
import logging

from config.logs import Frames


def test_the_address_of_somebodys_own_feed_is_not_told():
    told = Frames("{levelname} {message}", style="{").format(
        logging.makeLogRecord(
            {"levelname": "ERROR", "msg": "%s: %s", "args": ("Error", "/calendar/geheim.ics")}
        )
    )

    assert told == "ERROR Error: /calendar/…"


def test_an_error_is_told_with_its_frames_and_without_its_words():
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Frames("{levelname} {message}", style="{"))
    logger = logging.Logger("test")
    logger.addHandler(handler)

    words = "geheime woorden"

    try:
        raise ValueError(words)
    except ValueError:
        logger.exception("Internal Server Error: /visits/")

    assert "ERROR Internal Server Error: /visits/" in out.getvalue()
    assert "test_logs.py" in out.getvalue()
    assert out.getvalue().rstrip().endswith("ValueError")
    assert "geheime woorden" not in out.getvalue()

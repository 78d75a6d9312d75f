"""What is due for many: one that fails stops none of the others, and is tried again the next hour."""

import logging

logger = logging.getLogger("administration")


def each(rows, act):
    """Says how many `act` did something for. Of a failure only its kind is logged."""
    done, failed = 0, None
    for row in rows.select_related("school") if hasattr(rows.model, "school") else rows:
        try:
            done += bool(act(row))
        except Exception as error:
            logger.error("going of %s: %s", row.pk, type(error).__name__)
            failed = error
    if failed:
        raise failed
    return done

"""Where what happens is told, and in which form (docs/adr/0066). What is in a line: config/logs.py."""


def logging(is_json):
    """For settings.LOGGING. `is_json`: one object a line, also of what goes wrong."""
    form = "lines" if is_json else "frames"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "frames": {"()": "config.logs.Frames", "format": "{asctime} {levelname} {message}", "style": "{"},
            "lines": {"()": "config.logs.Lines"},
        },
        "filters": {"told": {"()": "config.logs.Told"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "filters": ["told"],
                "formatter": form,
                "level": "ERROR",
            },
            # why the database cannot be reached
            "pool": {"class": "logging.StreamHandler", "formatter": form},
            "seen": {"class": "logging.StreamHandler", "formatter": "lines"},
        },
        "loggers": {
            "django.request": {"handlers": ["stderr"]},
            "hosting": {"handlers": ["stderr"]},
            "hosting.seen": {"handlers": ["seen"], "level": "INFO", "propagate": False},
            "letters": {"handlers": ["stderr"]},
            "people": {"handlers": ["stderr"]},
            "psycopg.pool": {"handlers": ["pool"], "propagate": False},
            "reports": {"handlers": ["stderr"]},
            "signing_in": {"handlers": ["stderr"]},
            "timetables": {"handlers": ["stderr"]},
        },
    }

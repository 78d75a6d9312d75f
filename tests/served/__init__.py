LET_GO = "let-the-press-go"  # in VAR_DIR: a press that stands still goes on (held.py)

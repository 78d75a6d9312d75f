"""What is spoken: Orca reads Firefox aloud into a file, and stories say what must be heard. `script/aloud`
runs it, beside the suite.

`walks.py` holds the stories, `people.py` the rows they walk over, `keyboard.py` presses and listens,
`session.py` starts and ends all that is needed, and `voice.py` is the voice: it writes.
"""

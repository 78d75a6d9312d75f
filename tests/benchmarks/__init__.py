"""What `script/bench` measures, a module a subject; the command says in which database. No test: a number is
not green or red."""

import django

django.setup()

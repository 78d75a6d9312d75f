"""The students' voice about one lesson: code, counts, floor. Public pages live only here."""

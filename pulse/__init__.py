"""The students' voice: code, counts, floor. An empty room for now; the order of imports already keeps its place."""

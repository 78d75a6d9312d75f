"""What we look at: checklists, their frozen editions, and the bank of small choices."""

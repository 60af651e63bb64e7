"""What takes too long for every run of the tests: each proof is a command that prints its figures."""

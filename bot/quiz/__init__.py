"""The quiz: questions made from facts, how answers count, and a game as the fold of its moves.

Pure: no Discord, no SQL, no clock; dice are seeded by what they are for.
"""

"""Checking claims: is it real, from the scenario, both, against the record, or not in our sources?"""

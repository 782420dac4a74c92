"""Bytes from strangers: submissions, notebooks and archives, read within bounds or refused. No judge is imported here."""

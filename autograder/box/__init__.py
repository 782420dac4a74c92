"""The box: a warm parent in bubblewrap, and one locked fork of it for each submission.

Trusted side: ``box``, ``session``, ``meter``, ``bubblewrap``. Inside: ``launch``, ``warm``, ``lock``, ``serve``,
``cells``, ``shell``. Both: ``wire``, ``channel``, ``limits``.
"""

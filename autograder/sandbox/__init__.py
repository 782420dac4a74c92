"""The sandbox: a fork server in bubblewrap, and one locked fork of it for each submission.

Trusted side: ``sandbox``, ``session``, ``fork``, ``usage``, ``bubblewrap``, ``doctor``. Inside: ``drop_root``,
``forkserver``, ``process_locks``, ``fork_loop``, ``cell_runner``, ``ipython_shell``. Both: ``wire``, ``strict_json``,
``frame_caps``, ``channel``, ``limits``. Nothing is imported here: neither side should load the other's modules.
"""

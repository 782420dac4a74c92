from tests.attacks.forged_frames import out, patched


patched("RunningMean", lambda server, answered: out(server, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"))
RunningMean = object

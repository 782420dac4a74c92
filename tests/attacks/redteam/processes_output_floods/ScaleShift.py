line = "canary" + "-flood" * 2_000
while True:
    print(line)

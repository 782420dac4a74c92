fix_1 = None

fix_4 = None

fix_2 = None

fix_3 = None

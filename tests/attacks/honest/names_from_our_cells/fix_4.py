class fix_4(Gain):
    def __init__(self, **kwargs):
        super().__init__({"initializer": "ones"}, **kwargs)

class GoogleReader:
    def __init__(self, *a):
        pass

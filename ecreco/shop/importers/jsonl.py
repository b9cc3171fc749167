class RecordReader:
    def __init__(self, *a):
        pass

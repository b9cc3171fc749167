class ShopifyReader:
    def __init__(self, *a):
        pass

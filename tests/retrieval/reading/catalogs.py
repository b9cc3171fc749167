"""Three small shops of our own for reading tests: an Indian one, a British one, an American one."""

from __future__ import annotations

from functools import cache

from ecreco.retrieval.reading import QueryReader
from ecreco.shop.records import Product, ShopInfo


def _product(number: int, line: str, currency: str) -> Product:
    brand, title, category, price, rating, about = (part.strip() for part in line.split("|"))
    return Product(
        product_id=f"P{number}",
        title=title,
        brand=brand or None,
        category=tuple(category.split(">")),
        price=None if price == "-" else int(price) * 100,
        currency=currency,
        rating=float(rating),
        about=(about,) if about else (),
    )


_INDIAN = """
Kavya | Kavya Rapid 1.5 L Electric Kettle, Stainless Steel, 1500 W (Silver) | Home&Kitchen>Kettles | 1099 | 4.2 | Boils one litre in four minutes. Auto cut-off. Lid opens wide.
Kavya | Kavya Mini Electric Kettle 0.8 L (Black) | Home&Kitchen>Kettles | 749 | 4.0 | Small enough for travel. Auto cut-off.
Torvane | Torvane Electric Kettle 1.8 Litre with Keep Warm | Home&Kitchen>Kettles | 1899 | 4.5 | Glass body with a light.
Torvane | Torvane 750 W Mixer Grinder with 3 Jars (White) | Home&Kitchen>MixerGrinders | 2999 | 4.1 | Grinds spices and batter.
Bluestar Home | Bluestar Home 500 Watt Mixer Grinder, 2 Jars | Home&Kitchen>MixerGrinders | 1799 | 3.8 | Two speed control.
Zenplay | Zenplay Wireless Bluetooth Headphones, Over Ear, 40 Hours Battery (Blue) | Electronics>Headphones | 2499 | 4.3 | Noise cancelling with deep bass.
Zenplay | Zenplay Bassline Wired Earphones with Mic (Black) | Electronics>Earphones | 449 | 4.0 | Tangle free cable. 3.5 mm jack.
Rumbul | Rumbul Wired Earphones with Mic and Bass (Red) | Electronics>Earphones | 299 | 3.7 | Light and loud.
Rumbul | Rumbul Bluetooth Speaker 10 W Waterproof (Green) | Electronics>BluetoothSpeakers | 1599 | 4.4 | Plays for 12 hours.
OneVolt | OneVolt 20000 mAh Power Bank, 22.5 W Fast Charging (Black) | Electronics>PowerBanks | 1999 | 4.2 | Charges two phones at once.
OneVolt | OneVolt 10000 mAh Power Bank Slim (White) | Electronics>PowerBanks | 1099 | 4.1 | Fits a pocket.
TK-Line | TK-Line Braided USB Type C Cable 2 m, 3 A | Electronics>USBCables | 349 | 4.2 | Fast charging for every phone.
TK-Line | TK-Line HDMI Cable 3 m (10 ft) 4K | Electronics>HDMICables | 499 | 4.4 | Works with every TV.
TK-Line | TK-Line WiFi Router AC1200 Dual Band | Electronics>Routers | 1799 | 4.0 | Four antennas.
Mio | Mio 43 inch 4K Smart LED TV (108 cm) | Electronics>Televisions | 24999 | 4.3 | Sharp picture.
Mio | Mio 5G Smartphone (Black, 6GB, 128GB Storage) | Electronics>Smartphones | 15999 | 4.1 | 5000 mAh battery.
Mio | Mio Lite Smartphone (Blue, 4GB RAM, 64GB Storage) | Electronics>Smartphones | 9499 | 3.9 | Upto 7GB RAM with boost.
Casera | Casera 64GB USB 3.0 Pen Drive, Metal | Electronics>PenDrives | 549 | 4.2 | Read speed 130 MB per second.
Casera | Casera 128 GB Micro SD Memory Card | Electronics>MemoryCards | 1199 | 4.4 | For phones and cameras.
Noise | Noise Pulse Smart Watch with Bluetooth Calling (Black) | Electronics>SmartWatches | 1799 | 4.0 | Tracks sleep. Reduces noise on calls, noise free voice.
Noise | Noise Arc Smart Watch (Pink) | Electronics>SmartWatches | 2499 | 4.1 | Bright screen. Low noise microphone.
Noise | Noise Crew Smart Watch (Green) | Electronics>SmartWatches | 2999 | 4.2 | Wind noise is filtered, background noise too.
Orient Electric | Orient Electric Ceiling Fan 1200 mm (Brown) | Home&Kitchen>CeilingFans | 1899 | 4.3 | Moves a lot of air.
Orient Electric | Orient Electric Table Fan 400 mm | Home&Kitchen>TableFans | 2199 | 4.1 | Three speeds.
Pigeonette | Pigeonette Sandwich Maker with Grill Plates | Home&Kitchen>SandwichMakers | 1299 | 4.0 | Non stick plates.
Dustoo | Dustoo Handheld Vacuum Cleaner for Car | Home&Kitchen>Vacuums | 1999 | 3.9 | Suction for the car.
Dustoo | Dustoo Wet and Dry Vacuum Cleaner 10 Litre | Home&Kitchen>Vacuums | 5499 | 4.2 | Takes up spilled water.
Labtek | Labtek Laptop Cooling Pad with 5 Fans | Electronics>CoolingPads | 899 | 4.1 | For laptops up to 17 inches.
Labtek | Labtek Laptop Stand, Aluminium | Electronics>LaptopStands | 599 | 4.4 | Raises the screen.
Labtek | Labtek Wireless Keyboard and Mouse Set | Electronics>Keyboard&MouseSets | 1299 | 4.0 | Quiet keys.
Quill&Co | Quill&Co Blue Gel Pens, Pack of 10 | Office>GelPens | 150 | 4.5 | Smooth writing.
Quill&Co | Quill&Co Scientific Calculator QC-991ES | Office>Calculators | 1099 | 4.6 | 417 functions.
Tempera | Tempera Tempered Glass Screen Guard for iPhone 13 | Electronics>ScreenProtectors | 399 | 4.0 | Fits iPhone 13 and 13 Pro.
"""
_BRITISH = """
Brickaro | Brickaro Pirate Ship Building Set, 420 pieces, Ages 7+ | Toys>Building Sets | 35 | 4.8 | Build the ship and sail.
Brickaro | Brickaro Space Rover, 150 pieces, Ages 5+ | Toys>Building Sets | 15 | 4.6 | A rover for the red planet.
Pudsey Lane | Pudsey Lane Wooden Train Set, 3 years and up | Toys>Train Sets | 28 | 4.7 | Made of beech wood.
Pudsey Lane | Pudsey Lane Wooden Jigsaw Puzzle, 24 pieces, ages 2-4 | Toys>Jigsaw Puzzles | 8 | 4.5 | Chunky pieces.
Ravello | Ravello 1000 piece Jigsaw Puzzle: Harbour | Toys>Jigsaw Puzzles | 12 | 4.7 | Linen finish.
Ravello | Ravello 500 piece Jigsaw Puzzle: Owls | Toys>Jigsaw Puzzles | 9 | 4.4 | Linen finish.
Fuzzlings | Fuzzlings Doll with Accessories | Toys>Dolls | 18 | 4.3 | Comes with a brush.
Fuzzlings | Fuzzlings Doll House, Pink | Toys>Dolls | 65 | 4.1 | Three floors.
Slotking | Slotking 1:32 Slot Car, Red | Toys>Slot Cars | 32 | 4.5 | For Slotking track.
Slotking | Slotking Track Extension Pack of 4 | Toys>Slot Cars | 14 | 4.2 | Clips on.
Happy Frog | Happy Frog Quiz Card Game for 2-6 players, Adults | Toys>Card Games | 9 | 4.6 | Quick rounds.
Happy Frog | Happy Frog Pocket Dice Game | Toys>Dice Games | 5 | 4.4 | Fits a handbag.
Happy Frog | Happy Frog Memory Card Game, Ages 4+ | Toys>Card Games | 7 | 4.6 | Pairs of animals.
Grafix | Grafix Washable Felt Pens, 12 Pack | Toys>Crayons & Pens | 4 | 4.5 | Wash out of clothes.
Grafix | Grafix Colouring Pencils, 24 Pack | Toys>Crayons & Pens | 6 | 4.6 | Bright colours.
Skyhook | Skyhook Stunt Kite 1.6 m | Toys>Kites | 22 | 4.3 | Two lines.
Skyhook | Skyhook Mini Drone with Camera | Toys>Drones | 45 | 3.9 | Flies ten minutes.
Monzo Monsters | Monzo Monsters Collectable Figures, 5 Pack | Toys>Action Figures | 11 | 4.2 | Series two.
Sandaroo | Sandaroo Play Sand 2 kg, Natural | Toys>Sand & Water | 10 | 4.4 | Soft and clean.
Magna Sand | Magna Sand Moulding Sand 1 kg | Toys>Sand & Water | 13 | 4.5 | Sticks to itself.
"""
_AMERICAN = """
Northpine | Northpine Hiking Backpack 40 L, Waterproof (Green) | Outdoors>Backpacks | 89 | 4.6 | Rain cover included.
Northpine | Northpine Two Person Tent | Outdoors>Tents | 149 | 4.5 | Sets up in five minutes.
Stridewell | Stridewell Leather Boots, Brown | Footwear>Boots | 120 | 4.4 | Full grain leather.
Stridewell | Stridewell Running Sneakers, White | Footwear>Sneakers | 75 | 4.2 | Cushioned sole.
Urban Loom | Urban Loom Cotton Hoodie, Grey | Apparel>Hoodies | 45 | 4.3 | Soft brushed inside.
Urban Loom | Urban Loom Rain Jacket, Navy | Apparel>Jackets | 99 | 4.1 | Taped seams.
Casa Ember | Casa Ember Ceramic Bowl Set of 4 | Kitchen>Bowls | 39 | 4.7 | Dishwasher safe.
Casa Ember | Casa Ember Cast Iron Pan 10 inch | Kitchen>Pans | 29 | 4.8 | Weighs five pounds.
Lumio | Lumio Desk Lamp, LED, Black | Home>Lamps | 35 | 4.4 | Three color modes.
Lumio | Lumio String Lights 10 m | Home>Lights | 19 | 4.0 | Warm white.
Strumwell | Strumwell Acoustic Guitar for Beginners | Music>Guitars | 159 | 4.5 | With a bag.
"""
SHOPS = {
    "in": (_INDIAN, ShopInfo(name="in", title="Bazaar", currency="INR", locale="en-IN")),
    "gb": (_BRITISH, ShopInfo(name="gb", title="Toy Chest", currency="GBP", locale="en-GB")),
    "us": (_AMERICAN, ShopInfo(name="us", title="Trail and Table", currency="USD", locale="en-US")),
}


@cache
def products(shop: str) -> list[Product]:
    """The products of one of the shops."""
    lines, info = SHOPS[shop]
    return [_product(i, line, info.currency) for i, line in enumerate(lines.strip().splitlines(), 1)]


@cache
def reader(shop: str) -> QueryReader:
    """A reader of one of the shops."""
    return QueryReader.from_catalog(products(shop), SHOPS[shop][1])

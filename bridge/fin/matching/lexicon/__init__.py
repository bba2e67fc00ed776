"""What English and German customers call the same thing: prior knowledge for procedures with few examples.

An author writes six sentences and customers use sixty words. Each file: topic -> thing -> what it is called,
separated by bars: up to four words, lower case, no diacritics (ß is ss), contractions as one word; `~` stands
for up to three words. Endings do not matter. It only spreads what the examples say; it decides nothing.
"""

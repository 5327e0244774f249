# Words of the pages of stewards and administrators. Every key stands in all three languages.

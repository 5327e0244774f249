# Words of the pages of the police. Every key stands in all three languages.

# Words of the questions of a data protection officer. Every key stands in all three languages.

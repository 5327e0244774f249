# Words of the yearly overview and the health of the log. Every key stands in all three languages.

"""Does a firm meet the rules of its year? Pure functions on one firm's yearly data; nothing here knows the database."""

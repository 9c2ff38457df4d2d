"""The app for other programs: every read through ``visible_to``, and a firm's yearly data written by the firm's own system."""

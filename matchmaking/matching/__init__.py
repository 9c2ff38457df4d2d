"""Which achievements answer a demand and which demands an achievement: BM25 over character bigrams, then a small re-ranker."""

//! Identity numbers, area ids, the document, its entries and their merge; pure.

//! XLSForm to compiled form to live interview; pure.

//! Where things are: postcodes, authorities, forces.

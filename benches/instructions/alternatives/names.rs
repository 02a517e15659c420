//! The actors' names, at every size.

/// The names of so many actors, for a macro.
macro_rules! with_names {
    (2 $alternative:ident) => {
        $alternative!(2: a0 a1);
    };
    (4 $alternative:ident) => {
        $alternative!(4: a0 a1 a2 a3);
    };
    (8 $alternative:ident) => {
        $alternative!(8: a0 a1 a2 a3 a4 a5 a6 a7);
    };
    (64 $alternative:ident) => {
        $alternative!(64:
            a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad ae af b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 ba bb bc bd be bf c0 c1 c2
            c3 c4 c5 c6 c7 c8 c9 ca cb cc cd ce cf d0 d1 d2 d3 d4 d5 d6 d7 d8 d9 da db dc dd de df
        );
    };
    (256 $alternative:ident) => {
        $alternative!(256:
            a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad ae af b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 ba bb bc bd be bf c0 c1 c2
            c3 c4 c5 c6 c7 c8 c9 ca cb cc cd ce cf d0 d1 d2 d3 d4 d5 d6 d7 d8 d9 da db dc dd de df e0 e1 e2 e3 e4 e5
            e6 e7 e8 e9 ea eb ec ed ee ef f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb fc fd fe ff g0 g1 g2 g3 g4 g5 g6 g7 g8
            g9 ga gb gc gd ge gf h0 h1 h2 h3 h4 h5 h6 h7 h8 h9 ha hb hc hd he hf j0 j1 j2 j3 j4 j5 j6 j7 j8 j9 ja jb
            jc jd je jf k0 k1 k2 k3 k4 k5 k6 k7 k8 k9 ka kb kc kd ke kf l0 l1 l2 l3 l4 l5 l6 l7 l8 l9 la lb lc ld le
            lf m0 m1 m2 m3 m4 m5 m6 m7 m8 m9 ma mb mc md me mf n0 n1 n2 n3 n4 n5 n6 n7 n8 n9 na nb nc nd ne nf o0 o1
            o2 o3 o4 o5 o6 o7 o8 o9 oa ob oc od oe of p0 p1 p2 p3 p4 p5 p6 p7 p8 p9 pa pb pc pd pe pf q0 q1 q2 q3 q4
            q5 q6 q7 q8 q9 qa qb qc qd qe qf
        );
    };
}

/// Calls a macro with `size: name name ..` for each of the sizes.
macro_rules! of_each_size {
    ($alternative:ident: [$($count:tt)*]) => {
        $($crate::alternatives::names::with_names!($count $alternative);)*
    };
}

pub(crate) use {of_each_size, with_names};

-- Rows in every state of the first schema. Digests are those of no entry: migrations read none.
INSERT INTO enrolment VALUES (x'01', 'PPL 0123', 'LATIFA KAMARO', x'02', x'03', 'https://127.0.0.1', '', '00', x'04', 'age1');
INSERT INTO setting VALUES ('endpoint_time', '1666224000000');
INSERT INTO actor VALUES (1, x'02', 1, x'05');
INSERT INTO form VALUES (1, '51', '81', '{}');
INSERT INTO round VALUES (1, x'06', '{}', 1, 1);
INSERT INTO area VALUES (1, '8271021003000300', 'RT 1', 'Desa', 'Kota');
INSERT INTO family VALUES
    (1, x'11', 1, '8271021', '8271021003000300', 1, 1, 'A', 'Jl. 1', 0, 0, 'A', 0, NULL, NULL),
    (2, x'12', 1, '8271021', '8271021003000300', 2, 1, 'B', 'Jl. 2', 0, 0, NULL, 2, NULL, 1),
    (3, x'13', 1, '8271021', '8271021003000300', 0, 0, 'C', 'Jl. 3', 1, 1, NULL, 0, NULL, NULL);
INSERT INTO document VALUES
    (1, x'21', 1, 'visit', 'clean', 100, 3, 1, '/r101'),
    (2, x'22', 2, 'visit', 'partial', 10, NULL, 0, NULL);
UPDATE family SET document = id WHERE id < 3;
INSERT INTO entry VALUES
    (1, 1, 1, zeroblob(32), 1, NULL, 'r101', '{}', NULL, x'01', 'visit', 1, 1, 1, NULL),
    (1, 1, 2, zeroblob(32), 1, NULL, 'r102', '{}', '[[1,1]]', x'01', 'visit', 1, 2, 2, 3),
    (2, 1, 3, zeroblob(32), 2, x'31', 'r101', '{}', NULL, x'01', 'visit', 1, 3, 3, 3),
    (3, 1, 4, zeroblob(32), NULL, NULL, NULL, '{}', NULL, x'01', 'visit', NULL, 4, 4, NULL);
INSERT INTO snapshot VALUES (1, 2, '{}');
INSERT INTO search (rowid, birth, head, names) VALUES (1, 'a', 'b', 'c');
INSERT INTO identity_number VALUES ('8271020000000000', 1);
INSERT INTO batch VALUES
    (1, x'41', 1, NULL, zeroblob(32), zeroblob(64)),
    (2, x'42', 1, x'00', zeroblob(32), zeroblob(64));
INSERT INTO receipt VALUES (1, 1, 1, 1, 5, x'51', 1, x'00');
INSERT INTO segment VALUES
    (1, 1, x'61', 1, 1, 1, 1, 1, 'stored', NULL, 1),
    (2, 1, x'62', 1, 1, 2, 2, 1, 'held', 'X', 1),
    (3, 1, x'63', 3, 1, 4, 4, 1, 'unreadable', 'X', 1),
    (4, 2, x'64', 2, 1, 3, 3, 1, NULL, NULL, NULL);

//! Stable error codes and their sentences: the one place where an error inside becomes words outside.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $status:literal, $id:literal, $en:literal;)*) => {
        /// What went wrong, stable across versions: codes are added, never reused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
        pub enum Code { $($(#[$doc])* #[serde(rename = $code)] $variant,)* }

        impl Code {
            /// Every code, for catalogues and their tests.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As it stands on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str { match self { $(Self::$variant => $code,)* } }

            /// The HTTP status an endpoint answers it with.
            #[must_use]
            pub fn status(self) -> u16 { match self { $(Self::$variant => $status,)* } }

            /// The sentence in Indonesian: what happened, what it means for the data, what to do.
            #[must_use]
            pub fn indonesian(self) -> &'static str { match self { $(Self::$variant => $id,)* } }

            /// The sentence in English.
            #[must_use]
            pub fn english(self) -> &'static str { match self { $(Self::$variant => $en,)* } }
        }
    };
}

codes! {
    // At the desk.
    /// The password opens no slot of this vault.
    WrongPassword = "WRONG_PASSWORD", 401,
        "Kata sandi tidak cocok. Data tetap aman; periksa Caps Lock lalu coba lagi, atau minta pemulihan ke kantor.",
        "The password does not match. The data is safe; check Caps Lock and try again, or ask the office for recovery.";
    /// A new password is too short or guessable.
    WeakPassword = "WEAK_PASSWORD", 400,
        "Kata sandi terlalu mudah ditebak. Pakai sedikitnya 10 karakter, misalnya tiga atau empat kata.",
        "The password is too easy to guess. Use at least 10 characters, for instance three or four words.";
    /// A command needs an unlocked vault.
    Locked = "LOCKED", 401,
        "Aplikasi terkunci; jawaban yang sudah diisi tersimpan. Buka kunci untuk melanjutkan.",
        "The app is locked; what was answered is stored. Unlock to go on.";
    /// No vault of this officer here.
    UnknownOfficer = "UNKNOWN_OFFICER", 404,
        "Petugas ini belum terdaftar di laptop ini. Daftarkan dengan tiket dari kantor.",
        "This officer is not enrolled on this laptop. Enrol with a ticket of the office.";
    /// The officer already has a vault here.
    AlreadyEnrolled = "ALREADY_ENROLLED", 409,
        "Petugas ini sudah terdaftar di laptop ini; datanya tidak diubah. Buka kunci dengan kata sandinya.",
        "This officer is already enrolled on this laptop; nothing was changed. Unlock with the password.";
    /// The ticket cannot be read, or is not of an endpoint.
    BadTicket = "BAD_TICKET", 400,
        "Tiket pendaftaran tidak terbaca. Salin ulang seluruh tiket dari kantor.",
        "The enrolment ticket cannot be read. Copy the whole ticket from the office again.";
    /// The one-time code was used, is unknown, or ran out.
    TicketSpent = "TICKET_SPENT", 410,
        "Tiket pendaftaran sudah dipakai atau lewat waktu. Minta tiket baru ke kantor.",
        "The enrolment ticket was used or ran out. Ask the office for a new one.";
    /// Another process has the vault open.
    VaultBusy = "VAULT_BUSY", 409,
        "Aplikasi sudah terbuka di laptop ini. Pakai jendela yang sudah ada.",
        "The app is already open on this laptop. Use the window that is there.";
    /// The file or its header cannot be read.
    VaultDamaged = "VAULT_DAMAGED", 500,
        "Berkas data rusak dan tidak dibuka agar tidak bertambah rusak. Jangan hapus apa pun; hubungi kantor untuk penyelamatan.",
        "The data file is damaged and was not opened, so that it gets no worse. Delete nothing; call the office for salvage.";
    /// The file was written by a newer app.
    VaultTooNew = "VAULT_TOO_NEW", 409,
        "Data dibuat oleh versi aplikasi yang lebih baru. Pasang versi terbaru; data tidak diubah.",
        "The data was written by a newer version. Install it; the data was not changed.";
    /// The disk is full.
    DiskFull = "DISK_FULL", 507,
        "Penyimpanan penuh: jawaban terakhir belum tersimpan, yang sebelumnya aman. Kosongkan ruang lalu isi lagi rincian ini.",
        "Storage is full: the last answer is not stored, the ones before are safe. Free some space and key this question again.";
    /// The folder cannot be written.
    NotWritable = "NOT_WRITABLE", 507,
        "Folder data tidak dapat ditulis; jawaban terakhir belum tersimpan. Periksa izin folder atau hubungi kantor.",
        "The data folder cannot be written; the last answer is not stored. Check the folder's permissions or call the office.";
    /// The form in the package does not load.
    FormBroken = "FORM_BROKEN", 422,
        "Kuesioner di laptop ini tidak dapat dibuka. Jawaban tetap tersimpan; minta kantor mengirim ulang kuesioner.",
        "The questionnaire on this laptop does not load. Answers stay stored; ask the office to send the questionnaire again.";
    /// No such family, document, instance or question.
    NotFound = "NOT_FOUND", 404,
        "Yang dicari tidak ada di laptop ini. Kembali ke daftar keluarga dan buka lagi.",
        "What was asked for is not on this laptop. Go back to the list of families and open it again.";
    /// The building and family number belong to another family of the SLS.
    NumberTaken = "NUMBER_TAKEN", 409,
        "Nomor bangunan dan nomor keluarga ini sudah dipakai keluarga lain di SLS ini; tidak ada yang diubah. Periksa nomornya, kosongkan dan isi nanti, atau sisipkan agar yang sesudahnya bergeser.",
        "Another family of this SLS has this building and family number; nothing was changed. Check the numbers, leave them empty for now, or insert so that those behind move on.";
    /// A family number that does not follow the buildings.
    OutOfOrder = "OUT_OF_ORDER", 409,
        "Nomor keluarga ini tidak mengikuti urutan bangunan di SLS; tidak ada yang diubah. Pilih nomor di antara keluarga yang mengapitnya, atau nomori ulang SLS ini.",
        "This family number does not follow the buildings of the SLS; nothing was changed. Choose a number between the neighbours', or number the SLS anew.";
    /// An answer or note longer than any question takes.
    AnswerTooLong = "ANSWER_TOO_LONG", 413,
        "Isian terlalu panjang (paling banyak 16.000 huruf) dan belum disimpan. Persingkat, lalu isi lagi.",
        "The answer is too long (at most 16,000 characters) and was not stored. Shorten it and key it again.";
    /// What was asked needs a finished document.
    NotFinished = "NOT_FINISHED", 409,
        "Dokumen yang diperlukan belum diselesaikan. Isian tetap tersimpan; tekan Selesai di dokumen itu, atau tunggu petugasnya menyelesaikan dan mengirimnya.",
        "The document this needs is not finished. What was keyed is stored; finish that document, or wait until its officer has finished and sent it.";
    /// Who is not asked how they are related cannot be the head.
    CannotHead = "CANNOT_HEAD", 422,
        "Anggota ini belum dapat menjadi kepala keluarga: 404 belum diisi, atau menurut 404 ia tidak tinggal bersama. Tidak ada isian yang diubah. Isi 404 anggota ini dahulu, atau pilih anggota lain.",
        "This member cannot be the head of family yet: 404 is not answered, or says the member does not live here. No answer was changed. Answer 404 of this member first, or choose another.";
    /// What a decision was made on has changed, or somebody decided before.
    ChangedSince = "CHANGED_SINCE", 409,
        "Isian ini berubah atau sudah diputuskan orang lain sejak Anda melihatnya; keputusan Anda belum ditulis dan tidak ada isian yang hilang. Buka lagi dokumennya, lihat kedua isian, lalu putuskan.",
        "This answer has changed, or somebody decided it, since you looked; your decision was not written and no answer is lost. Open the document again, look at both readings, then decide.";
    /// Somebody else has begun it, or done it.
    InOtherHands = "IN_OTHER_HANDS", 409,
        "Dokumen ini sedang atau sudah dientri ulang oleh petugas lain; tidak ada yang diubah. Ambil dokumen berikutnya di antrean, atau minta pengawas bila rekan itu tidak melanjutkan.",
        "Another officer is keying this document again, or has done so; nothing was changed. Take the next one of the queue, or ask a supervisor if that colleague does not go on.";
    /// While the tour is on nothing of the own work is touched.
    InTour = "IN_TOUR", 409,
        "Ini tidak ada dalam tur; pekerjaan Anda tidak tersentuh. Akhiri tur dengan Esc, lalu lakukan lagi.",
        "This is not part of the tour; your work is untouched. End the tour with Esc, then do it again.";
    /// A request that is not of the protocol.
    BadRequest = "BAD_REQUEST", 400,
        "Permintaan tidak dimengerti; tidak ada yang diubah. Perbarui aplikasi bila ini terulang.",
        "The request was not understood; nothing was changed. Update the app if it happens again.";
    // On the way.
    /// No link, or nobody answers there.
    EndpointDown = "ENDPOINT_DOWN", 503,
        "Kantor tidak terjangkau. Semua jawaban tetap tersimpan dan menunggu; coba lagi bila ada sinyal.",
        "The office cannot be reached. All answers stay stored and wait; try again when there is a signal.";
    /// The endpoint asks to come back later.
    Busy = "BUSY", 503,
        "Server kantor sedang penuh. Semua jawaban tetap tersimpan; pengiriman diulang nanti.",
        "The office's server is busy. All answers stay stored; sending is tried again later.";
    /// The endpoint's certificate is not the one of the enrolment.
    WrongCertificate = "WRONG_CERTIFICATE", 495,
        "Sertifikat server bukan milik kantor; tidak ada yang dikirim. Jangan pakai jaringan ini, dan hubungi kantor.",
        "The server's certificate is not the office's; nothing was sent. Do not use this network, and call the office.";
    /// An answer of the endpoint does not prove itself.
    ReceiptForged = "RECEIPT_FORGED", 502,
        "Bukti dari server tidak dapat dibuktikan keasliannya, jadi tidak dipakai. Data tetap menunggu di laptop; hubungi kantor.",
        "The server's receipt could not be proven, so it was not used. The data still waits on the laptop; call the office.";
    // At the endpoint.
    /// Token unknown or revoked.
    Unauthorized = "UNAUTHORIZED", 401,
        "Laptop ini tidak dikenal server. Semua jawaban tetap tersimpan; hubungi kantor untuk mendaftar ulang.",
        "The server does not know this laptop. All answers stay stored; ask the office to enrol it again.";
    /// The hash of a batch or segment is not that of its bytes.
    BadHash = "BAD_HASH", 422,
        "Isi kiriman berubah di jalan dan ditolak seluruhnya. Data tetap di laptop dan dikirim ulang.",
        "The batch changed on the way and was refused whole. The data stays on the laptop and is sent again.";
    /// A signature does not verify.
    BadSignature = "BAD_SIGNATURE", 422,
        "Tanda tangan kiriman tidak sah, jadi tidak diterima. Data tetap di laptop; hubungi kantor.",
        "The signature does not verify, so it was not taken. The data stays on the laptop; call the office.";
    /// The batch header cannot be read.
    BadBatch = "BAD_BATCH", 422,
        "Kiriman tidak terbaca dan ditolak seluruhnya. Data tetap di laptop; perbarui aplikasi.",
        "The batch cannot be read and was refused whole. The data stays on the laptop; update the app.";
    /// The same batch id with other bytes.
    BatchMismatch = "BATCH_MISMATCH", 409,
        "Nomor kiriman sudah dipakai untuk isi lain. Data tetap di laptop; hubungi kantor.",
        "The batch id was used for other bytes. The data stays on the laptop; call the office.";
    /// More bytes than the endpoint takes.
    TooLarge = "TOO_LARGE", 413,
        "Kiriman terlalu besar untuk server. Data tetap di laptop dan dibagi menjadi kiriman yang lebih kecil.",
        "The batch is too large for the server. The data stays on the laptop and is split.";
    /// A segment line that is no segment.
    BadSegment = "BAD_SEGMENT", 422,
        "Data keluarga ini tidak terbaca di server; keluarga lain diterima. Data tetap di laptop; hubungi kantor.",
        "This family's data cannot be read at the server; the others were taken. It stays on the laptop; call the office.";
    /// A form version the endpoint does not have.
    UnknownForm = "UNKNOWN_FORM", 422,
        "Diterima dan ditahan: versi kuesionernya belum dikenal server. Pengawas akan menyelesaikannya.",
        "Received and held: the server does not know this version of the questionnaire. A supervisor will settle it.";
    /// A family outside the officer's areas.
    OutsideArea = "OUTSIDE_AREA", 403,
        "Diterima dan ditahan: keluarga ini di luar wilayah tugas petugas. Pengawas akan memutuskan.",
        "Received and held: this family lies outside the officer's areas. A supervisor will decide.";
    /// A family of another round.
    WrongRound = "WRONG_ROUND", 422,
        "Diterima dan ditahan: keluarga ini dari pendataan lain. Pengawas akan memutuskan.",
        "Received and held: this family belongs to another round. A supervisor will decide.";
    /// Two contents for one (actor, seq).
    Fork = "FORK", 409,
        "Diterima dan ditahan: laptop ini pernah dipulihkan dan memakai nomor yang sama dua kali. Kedua isi disimpan; pengawas akan memutuskan.",
        "Received and held: this laptop was restored and used a number twice. Both contents are kept; a supervisor will decide.";
    /// The laptop was revoked.
    Revoked = "REVOKED", 403,
        "Diterima dan ditahan: laptop ini dicabut oleh kantor. Datanya disimpan; pengawas akan memutuskan.",
        "Received and held: the office revoked this laptop. Its data is kept; a supervisor will decide.";
    /// A file on a stick that is not ours, is cut short, or changed.
    BadStick = "BAD_STICK", 422,
        "Berkas ini bukan berkas Cacah yang utuh; tidak ada yang diubah. Salin ulang berkas dari asalnya.",
        "This file is not a whole Cacah file; nothing was changed. Copy it again from where it came.";
    /// A sealed file for another endpoint or laptop.
    NotForUs = "NOT_FOR_US", 403,
        "Berkas ini untuk penerima lain dan tidak dapat dibuka di sini; tidak ada yang diubah. Bawa ke tujuan yang tertulis pada namanya.",
        "This file is for another receiver and cannot be opened here; nothing was changed. Take it to the one its name says.";
    /// The folder or stick took no whole file, or gave none.
    StickLost = "STICK_LOST", 507,
        "Berkas tidak dapat ditulis atau dibaca: penyimpanan penuh, dicabut, atau rusak. Tidak ada yang hilang di sini. Pasang atau kosongkan penyimpanan itu, atau pilih folder lain, lalu ulangi.",
        "The file could not be written or read: the storage is full, was pulled out, or is damaged. Nothing here is lost. Plug it in, free some space or choose another folder, and try again.";
    /// A chunk of a file whose bytes are not those that were named.
    BadChunk = "BAD_CHUNK", 422,
        "Potongan berkas berubah di jalan dan ditolak. Berkas tetap di laptop dan dikirim ulang.",
        "A piece of the file changed on the way and was refused. The file stays on the laptop and is sent again.";
    /// A copy of the vault that does not open or is not whole.
    BadCopy = "BAD_COPY", 422,
        "Salinan pengaman ini tidak utuh dan tidak dipakai; data di laptop tidak diubah. Pilih salinan lain.",
        "This safety copy is not whole and was not used; the data on the laptop was not changed. Choose another copy.";
    /// The vault can only be read: a newer app wrote it.
    ReadOnly = "READ_ONLY", 409,
        "Data dibuat oleh versi aplikasi yang lebih baru, jadi hanya dapat dibaca dan diekspor. Pasang versi terbaru untuk melanjutkan pengisian.",
        "The data was written by a newer version, so it can only be read and exported. Install the newest version to go on keying.";
    /// A file larger than is taken.
    FileTooLarge = "FILE_TOO_LARGE", 413,
        "Berkas terlalu besar (paling banyak 20 MB) dan belum dilampirkan. Kecilkan gambarnya lalu lampirkan lagi.",
        "The file is too large (at most 20 MB) and was not attached. Make the picture smaller and attach it again.";
    // Trust.
    /// Too soon after a wrong guess.
    TooSoon = "TOO_SOON", 429,
        "Terlalu banyak kata sandi salah. Jawaban tetap tersimpan; tunggu sampai hitungan selesai, atau minta kode dari kantor.",
        "Too many wrong passwords. Answers stay stored; wait until the count ends, or ask the office for a code.";
    /// The PIN of the curtain is another.
    WrongPin = "WRONG_PIN", 401,
        "PIN salah. Setelah tiga kali salah aplikasi terkunci; jawaban tetap tersimpan.",
        "Wrong PIN. After three wrong ones the app locks; answers stay stored.";
    /// Not six digits, or ones anybody would try first.
    WeakPin = "WEAK_PIN", 422,
        "PIN harus enam angka dan tidak mudah ditebak (bukan 111111 atau 123456). Pilih yang lain.",
        "A PIN has six digits and is not easily guessed (not 111111 or 123456). Choose another.";
    /// The curtain is down: nothing is shown until it is lifted.
    Covered = "COVERED", 401,
        "Layar sedang ditutup. Buka tirainya dengan PIN; jawaban tetap tersimpan.",
        "The screen is covered. Lift the curtain with the PIN; answers stay stored.";
    /// The password alone no longer opens this vault.
    AsksOffice = "ASKS_OFFICE", 403,
        "Laptop ini meminta kode dari kantor sebelum dapat dibuka. Jawaban tetap tersimpan; bacakan kode di bawah kepada kantor.",
        "This laptop asks for a code of the office before it opens. Answers stay stored; read the code below to the office.";
    /// A code that was read aloud cannot be what was said.
    CodeMisread = "CODE_MISREAD", 422,
        "Kode tidak cocok dengan yang dibacakan. Minta kantor membacakan lagi kelompok itu, lalu ketik ulang.",
        "The code is not what was read. Ask the office to read that group again, and type it again.";
    /// A code of another laptop, or one that was used.
    WrongCode = "WRONG_CODE", 401,
        "Kode ini bukan untuk laptop ini atau sudah dipakai. Jawaban tetap tersimpan; bacakan lagi kode di layar dan minta jawaban baru.",
        "This code is not for this laptop or was used. Answers stay stored; read the code on the screen again and ask for a new answer.";
    /// An officer to be taken out has work that no receipt names.
    Unsent = "UNSENT", 409,
        "Petugas ini masih punya jawaban yang belum diterima kantor; tidak ada yang diubah. Minta ia masuk dan mengirim dulu, atau buka vault atas namanya dengan kode kantor.",
        "This officer has answers the office has not received; nothing was changed. Let her log in and send first, or open the vault in her place with a code of the office.";
    /// The vault of this laptop was wiped by the office's order, after its last receipt.
    WipedByOffice = "WIPED_BY_OFFICE", 410,
        "Kantor memerintahkan laptop ini dikosongkan setelah semua data diterima. Daftarkan lagi dengan tiket baru bila perlu.",
        "The office ordered this laptop to be emptied after all data were received. Enrol it again with a new ticket if needed.";
    /// Written after the assignment ended.
    OutsidePeriod = "OUTSIDE_PERIOD", 403,
        "Diterima dan ditahan: dikerjakan setelah penugasan berakhir. Pengawas akan memutuskan.",
        "Received and held: done after the assignment ended. A supervisor will decide.";
    /// This role may not do that, or not there.
    NotAllowed = "NOT_ALLOWED", 403,
        "Peran atau wilayah Anda tidak mengizinkan ini; tidak ada yang diubah. Minta kepada admin wilayah ini.",
        "Your role or area does not allow this; nothing was changed. Ask the administrator of the area.";
    /// Name, password or second factor do not fit; which is not said.
    LoginFailed = "LOGIN_FAILED", 401,
        "Nama, kata sandi, atau kode tidak cocok. Periksa lalu coba lagi.",
        "Name, password or code do not fit. Check them and try again.";
    /// The session of a browser ended, or there was none.
    SignedOut = "SIGNED_OUT", 401,
        "Sesi sudah berakhir; yang sudah disimpan tetap tersimpan. Masuk lagi untuk melanjutkan.",
        "The session ended; what was stored stays stored. Log in again to go on.";
    /// Too many requests of one address or person.
    TooMany = "TOO_MANY", 429,
        "Terlalu banyak permintaan. Tunggu sebentar lalu coba lagi; tidak ada yang hilang.",
        "Too many requests. Wait a while and try again; nothing is lost.";
    /// A request of a page that is not ours.
    ForeignPage = "FOREIGN_PAGE", 403,
        "Permintaan bukan dari halaman ini dan ditolak; tidak ada yang diubah. Muat ulang halaman lalu ulangi.",
        "The request did not come from this page and was refused; nothing was changed. Load the page again and repeat.";
    // What is plugged in.
    /// No position can be read in what was typed or pasted.
    BadPosition = "BAD_POSITION", 422,
        "Titik koordinat tidak terbaca; yang tersimpan tidak diubah. Tulis lintang lalu bujur, misalnya 0,79012 127,38451.",
        "The position cannot be read; what was stored is not changed. Write latitude, then longitude, for instance 0.79012 127.38451.";
    /// A receiver cannot be opened, or was pulled out.
    ReceiverGone = "RECEIVER_GONE", 503,
        "Alat GPS tidak dapat dibaca: tercabut, dipakai aplikasi lain, atau tidak diizinkan. Yang tersimpan tidak diubah; pasang lagi alatnya, lalu ulangi.",
        "The receiver cannot be read: it was pulled out, another app uses it, or it is not permitted. What was stored is not changed; plug it in again and repeat.";
    /// What stands at a port speaks no NMEA 0183.
    ReceiverSilent = "RECEIVER_SILENT", 504,
        "Tidak ada pesan GPS dari lubang ini; yang tersimpan tidak diubah. Pilih lubang lain, atau tunggu sampai alatnya menyala.",
        "No message of a receiver comes from this port; what was stored is not changed. Choose another port, or wait until the receiver is on.";
    /// A photo that is no whole JPEG or PNG picture.
    BadPicture = "BAD_PICTURE", 422,
        "Berkas ini bukan gambar JPEG atau PNG yang utuh dan belum dilampirkan. Pilih foto lain, atau potret ulang.",
        "This file is no whole JPEG or PNG picture and was not attached. Choose another photo, or take it again.";
    /// A picture of more pixels than is taken.
    PictureTooLarge = "PICTURE_TOO_LARGE", 413,
        "Ukuran gambar terlalu besar dan belum dilampirkan. Kecilkan gambarnya atau potret ulang dengan ukuran lebih kecil.",
        "The picture has too many pixels and was not attached. Make it smaller, or take it again at a smaller size.";
    // Paper at the office.
    /// The paper was given, and nobody has said yet that it came.
    PaperUnderway = "PAPER_UNDERWAY", 409,
        "Dokumen ini sudah diserahkan dan belum diterima; tidak ada yang diubah. Minta penerimanya menerima, atau batalkan penyerahannya.",
        "This paper was handed over and not yet taken; nothing was changed. Ask its receiver to take it, or take the hand-over back.";
    /// The paper is not where this needs it.
    PaperElsewhere = "PAPER_ELSEWHERE", 409,
        "Dokumen ini tidak berada di tempat yang diperlukan (masih di lapangan, atau pada orang lain); tidak ada yang diubah. Lihat di Lacak siapa yang memegangnya.",
        "This paper is not where this needs it (still in the field, or with somebody else); nothing was changed. See in Lacak who has it.";
    /// The hand-over is answered already, or the difference settled.
    NothingWaits = "NOTHING_WAITS", 409,
        "Serah terima atau selisih ini sudah dijawab; tidak ada yang diubah. Buka lagi bundelnya untuk melihat keadaan terakhir.",
        "This hand-over or difference has its answer already; nothing was changed. Open the bundle again to see how it stands.";
    /// A difference, a refusal or a single document wants a reason.
    NoteWanted = "NOTE_WANTED", 400,
        "Catatan belum diisi; tidak ada yang diubah. Tulis sebabnya, lalu simpan lagi.",
        "The note is empty; nothing was changed. Write the reason, then store again.";
    /// The box belongs to another bundle.
    BoxTaken = "BOX_TAKEN", 409,
        "Nomor boks ini sudah dipakai SLS lain; tidak ada yang diubah. Pakai nomor berikutnya, atau periksa label boksnya.",
        "Another SLS has this box number; nothing was changed. Take the next number, or look at the label of the box.";
    /// Neither a label nor a number of storage.
    BadLabel = "BAD_LABEL", 422,
        "Label atau nomor ini tidak terbaca; tidak ada yang diubah. Pindai lagi, atau ketik 8 angka boks atau 16 tanda SLS.",
        "This label or number cannot be read; nothing was changed. Scan again, or type the 8 digits of the box or the 16 characters of the SLS.";
    /// Paper keyed again, or decided, by somebody who keyed or verified it before.
    SameHands = "SAME_HANDS", 403,
        "Diterima dan ditahan: dokumen ini dientri, dientri ulang, dan diputuskan oleh orang yang berbeda, padahal Anda sudah mengerjakannya. Isian Anda tidak hilang; minta rekan lain mengerjakannya, dan pengawas akan memutuskan.",
        "Received and held: three different people key this document, key it again and decide, and you have had a part already. What you keyed is not lost; ask a colleague to do it, and a supervisor will decide.";
    /// Keying again, or a decision, before what it is about.
    WaitsForFirst = "WAITS_FOR_FIRST", 409,
        "Diterima dan ditahan: entri dokumen yang dientri ulang atau diputuskan ini belum sampai di kantor. Tidak ada yang hilang; ini ikut masuk begitu entri itu tiba. Pastikan PC petugas entri sebelumnya sudah mengirim.",
        "Received and held: the keying that this repeats or decides has not reached the office. Nothing is lost; this enters as soon as that arrives. Make sure that the PC of the keyer before has sent.";
    /// No spreadsheet, or a larger one than is taken.
    BadSheet = "BAD_SHEET", 422,
        "Berkas ini bukan CSV (UTF-8) atau XLSX yang utuh, atau terlalu besar; tidak ada yang diubah. Simpan ulang sebagai XLSX, lalu coba lagi.",
        "This file is no whole CSV (UTF-8) or XLSX, or it is too large; nothing was changed. Save it again as XLSX and repeat.";
    /// A fault of ours.
    Internal = "INTERNAL", 500,
        "Ada kesalahan di aplikasi. Jawaban yang sudah tersimpan aman; coba lagi, dan laporkan bila terulang.",
        "Something went wrong in the app. Stored answers are safe; try again, and report it if it happens again.";
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

;; Calls Hoot's functions for streams and files. A check that fails quits with its number.
(module
  (type $wtf8 (array (mut i8)))
  (import "rt" "wtf8_to_string" (func $to_string (param (ref null $wtf8)) (result (ref extern))))
  (import "rt" "string_to_wtf8" (func $to_wtf8 (param (ref extern)) (result (ref $wtf8))))
  (import "rt" "quit" (func $quit (param i32)))
  (import "rt" "die" (func $die (param (ref extern) (ref eq))))
  (import "io" "write_stdout" (func $write_stdout (param (ref extern))))
  (import "io" "write_stderr" (func $write_stderr (param (ref extern))))
  (import "io" "read_stdin" (func $read_stdin (result (ref extern))))
  (import "io" "file_exists" (func $exists (param (ref extern)) (result i32)))
  (import "io" "delete_file" (func $delete (param (ref extern))))
  (import "io" "open_input_file" (func $open_input (param (ref extern)) (result externref)))
  (import "io" "open_output_file" (func $open_output (param (ref extern)) (result externref)))
  (import "io" "close_file" (func $close (param externref)))
  (import "io" "read_file" (func $read (param externref i32) (result i32)))
  (import "io" "write_file" (func $write (param externref i32) (result i32)))
  (import "io" "seek_file" (func $seek (param externref i32 i32) (result i32)))
  (import "io" "file_random_access" (func $random_access (param externref) (result i32)))
  (import "io" "file_buffer_size" (func $size (param externref) (result i32)))
  (import "io" "file_buffer_ref" (func $ref (param externref i32) (result i32)))
  (import "io" "file_buffer_set" (func $set (param externref i32 i32)))

  (data $name "files/made")
  (data $missing "files/no/such")
  (data $message "it ends here")

  (func $check (param $number i32) (param $holds i32)
    (if (i32.eqz (local.get $holds)) (then (call $quit (local.get $number)))))
  (func $name (result (ref extern)) (call $to_string (array.new_data $wtf8 $name (i32.const 0) (i32.const 10))))
  (func $missing (result (ref extern)) (call $to_string (array.new_data $wtf8 $missing (i32.const 0) (i32.const 13))))

  ;; Writes 2000 bytes, each its place, in buffers of 1000.
  (func $make
    (local $file externref) (local $i i32)
    (local.set $file (call $open_output (call $name)))
    (call $check (i32.const 1) (i32.ge_u (call $size (local.get $file)) (i32.const 1000)))
    (loop $next
      (call $set (local.get $file) (i32.rem_u (local.get $i) (i32.const 1000)) (local.get $i))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (if (i32.eqz (i32.rem_u (local.get $i) (i32.const 1000)))
        (then (call $check (i32.const 2) (i32.eq (call $write (local.get $file) (i32.const 1000)) (i32.const 1000)))))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 2000))))
    (call $close (local.get $file))
    ;; What is closed is neither written nor read.
    (call $check (i32.const 3) (i32.eqz (call $write (local.get $file) (i32.const 1)))))

  (func $read_back
    (local $file externref) (local $total i32) (local $count i32)
    (local.set $file (call $open_input (call $name)))
    (loop $next
      (local.set $count (call $read (local.get $file) (i32.const 700)))
      (local.set $total (i32.add (local.get $total) (local.get $count)))
      (br_if $next (local.get $count)))
    (call $check (i32.const 10) (i32.eq (local.get $total) (i32.const 2000)))
    (call $check (i32.const 11) (call $random_access (local.get $file)))
    (call $check (i32.const 12) (i32.eq (call $seek (local.get $file) (i32.const 1500) (i32.const 0)) (i32.const 1500)))
    (call $check (i32.const 13) (i32.eq (call $seek (local.get $file) (i32.const 10) (i32.const 1)) (i32.const 1510)))
    (call $check (i32.const 14) (i32.eq (call $read (local.get $file) (i32.const 2)) (i32.const 2)))
    (call $check (i32.const 15) (i32.eq (call $ref (local.get $file) (i32.const 1)) (i32.and (i32.const 1511) (i32.const 255))))
    (call $check (i32.const 16) (i32.eq (call $seek (local.get $file) (i32.const -3) (i32.const 2)) (i32.const 1997)))
    (call $check (i32.const 17) (i32.eq (call $read (local.get $file) (i32.const 100)) (i32.const 3)))
    (call $check (i32.const 18) (i32.eq (call $seek (local.get $file) (i32.const -1) (i32.const 0)) (i32.const -1)))
    (call $check (i32.const 19) (i32.eq (call $seek (local.get $file) (i32.const 0) (i32.const 9)) (i32.const -1)))
    ;; It can't be written to.
    (call $check (i32.const 20) (i32.eqz (call $write (local.get $file) (i32.const 1))))
    (call $close (local.get $file)))

  (func $names
    (call $check (i32.const 30) (call $exists (call $name)))
    (call $delete (call $name))
    (call $check (i32.const 31) (i32.eqz (call $exists (call $name))))
    (call $delete (call $name))
    (call $check (i32.const 32) (ref.is_null (call $open_input (call $name))))
    (call $check (i32.const 33) (ref.is_null (call $open_output (call $missing)))))

  ;; Copies standard input to standard output.
  (func $copy
    (local $chunk (ref $wtf8))
    (local.set $chunk (call $to_wtf8 (call $read_stdin)))
    (if (array.len (local.get $chunk))
      (then (call $write_stdout (call $to_string (local.get $chunk))) (call $copy))))

  (func (export "main")
    (call $make)
    (call $read_back)
    (call $names)
    (call $copy)
    (call $write_stderr (call $to_string (array.new_data $wtf8 $message (i32.const 0) (i32.const 3))))
    (call $die (call $to_string (array.new_data $wtf8 $message (i32.const 0) (i32.const 12))) (ref.i31 (i32.const 0)))))

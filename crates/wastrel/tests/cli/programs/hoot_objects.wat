;; Calls Hoot's functions for strings, weak maps, finalization and debugging. A check that fails quits with its number.
(module
  (type $wtf8 (array (mut i8)))
  (type $box (struct (field (mut anyref))))
  (type $boxes (array (mut (ref null $box))))
  (type $references (array (mut externref)))
  (import "rt" "wtf8_to_string" (func $to_string (param (ref null $wtf8)) (result (ref extern))))
  (import "rt" "string_to_wtf8" (func $to_wtf8 (param (ref extern)) (result (ref $wtf8))))
  (import "rt" "string_upcase" (func $upcase (param (ref extern)) (result (ref extern))))
  (import "rt" "string_downcase" (func $downcase (param (ref extern)) (result (ref extern))))
  (import "rt" "bignum_from_string" (func $from_string (param (ref extern)) (result (ref extern))))
  (import "rt" "bignum_get_i64" (func $get_i64 (param (ref extern)) (result i64)))
  (import "rt" "make_weak_map" (func $make_map (result (ref extern))))
  (import "rt" "weak_map_get" (func $map_get (param (ref extern) (ref eq) (ref eq)) (result (ref eq))))
  (import "rt" "weak_map_set" (func $map_set (param (ref extern) (ref eq) (ref eq))))
  (import "rt" "weak_map_delete" (func $map_delete (param (ref extern) (ref eq)) (result i32)))
  (import "rt" "make_weak_ref" (func $make_ref (param (ref eq)) (result (ref extern))))
  (import "rt" "weak_ref_deref" (func $deref (param (ref extern) (ref eq)) (result (ref eq))))
  (import "rt" "quit" (func $quit (param i32)))
  (import "debug" "debug_str" (func $debug_str (param (ref extern))))
  (import "debug" "debug_str_i32" (func $debug_str_i32 (param (ref extern) i32)))
  (import "debug" "debug_str_scm" (func $debug_str_scm (param (ref extern) (ref eq))))
  (import "debug" "code_name" (func $code_name (param (ref func)) (result externref)))
  (import "debug" "code_source" (func $code_source (param (ref func)) (result externref i32 i32)))
  (import "ffi" "is_extern_func" (func $is_extern_func (param (ref extern)) (result i32)))
  (import "ffi" "procedure_to_extern" (func $to_extern (param (ref eq)) (result (ref extern))))
  (import "finalization" "make_finalization_registry" (func $make_registry (param (ref extern)) (result (ref extern))))
  (import "finalization" "finalization_registry_register" (func $register (param (ref extern) (ref eq) (ref eq))))
  (import "finalization" "finalization_registry_register_with_token"
    (func $register_with_token (param (ref extern) (ref eq) (ref eq) (ref eq))))
  (import "finalization" "finalization_registry_unregister"
    (func $unregister (param (ref extern) (ref eq)) (result i32)))

  ;; "Straße", "STRASSE", "straße", and a surrogate between letters: "a\u{d800}b" and "A\u{d800}B".
  (data $mixed "Stra\c3\9fe")
  (data $upper "STRASSE")
  (data $lower "stra\c3\9fe")
  (data $surrogate "a\ed\a0\80b")
  (data $upper_surrogate "A\ed\a0\80B")
  (data $number "-123456789012345678901234567890")
  (data $note "note")
  (elem declare func $check)
  (global $last (mut (ref null $boxes)) (ref.null $boxes))

  (func $check (param $number i32) (param $holds i32)
    (if (i32.eqz (local.get $holds)) (then (call $quit (local.get $number)))))
  (func $equal (param $a (ref $wtf8)) (param $b (ref $wtf8)) (result i32)
    (local $i i32)
    (if (i32.ne (array.len (local.get $a)) (array.len (local.get $b))) (then (return (i32.const 0))))
    (loop $next
      (if (i32.lt_u (local.get $i) (array.len (local.get $a)))
        (then
          (if (i32.ne (array.get_u $wtf8 (local.get $a) (local.get $i)) (array.get_u $wtf8 (local.get $b) (local.get $i)))
            (then (return (i32.const 0))))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $next))))
    (i32.const 1))
  (func $new (param $value i32) (result (ref $box)) (struct.new $box (ref.i31 (local.get $value))))

  (func $strings
    (local $array (ref $wtf8)) (local $note (ref extern))
    (local.set $array (array.new_data $wtf8 $mixed (i32.const 0) (i32.const 7)))
    ;; A string of the module's is its array.
    (call $check (i32.const 1) (ref.eq (call $to_wtf8 (call $to_string (local.get $array))) (local.get $array)))
    (call $check (i32.const 2) (call $equal (call $to_wtf8 (call $upcase (call $to_string (local.get $array))))
      (array.new_data $wtf8 $upper (i32.const 0) (i32.const 7))))
    (call $check (i32.const 3) (call $equal (call $to_wtf8 (call $downcase (call $to_string (local.get $array))))
      (array.new_data $wtf8 $lower (i32.const 0) (i32.const 7))))
    (call $check (i32.const 4) (call $equal
      (call $to_wtf8 (call $upcase (call $to_string (array.new_data $wtf8 $surrogate (i32.const 0) (i32.const 5)))))
      (array.new_data $wtf8 $upper_surrogate (i32.const 0) (i32.const 5))))
    ;; -123456789012345678901234567890 mod 2^64
    (call $check (i32.const 5) (i64.eq
      (call $get_i64 (call $from_string (call $to_string (array.new_data $wtf8 $number (i32.const 0) (i32.const 31)))))
      (i64.const 4362896299872285998)))
    (local.set $note (call $to_string (array.new_data $wtf8 $note (i32.const 0) (i32.const 4))))
    (call $debug_str (local.get $note))
    (call $debug_str_i32 (local.get $note) (i32.const -5))
    ;; The fixnum 21, and what isn't one.
    (call $debug_str_scm (local.get $note) (ref.i31 (i32.const 42)))
    (call $debug_str_scm (local.get $note) (ref.i31 (i32.const 1))))

  (func $procedures
    (local $object (ref eq)) (local $file externref) (local $line i32) (local $column i32)
    (local.set $object (call $new (i32.const 1)))
    (call $check (i32.const 10) (ref.is_null (call $code_name (ref.func $check))))
    (call $code_source (ref.func $check))
    (local.set $column)
    (local.set $line)
    (local.set $file)
    (call $check (i32.const 11) (ref.is_null (local.get $file)))
    (call $check (i32.const 12) (i32.eqz (i32.or (local.get $line) (local.get $column))))
    (call $check (i32.const 13) (i32.eqz (call $is_extern_func (call $to_extern (local.get $object)))))
    (call $check (i32.const 14)
      (ref.eq (ref.cast eqref (any.convert_extern (call $to_extern (local.get $object)))) (local.get $object))))

  (func $weak_maps
    (local $map (ref extern)) (local $key (ref eq)) (local $default (ref eq))
    (local.set $map (call $make_map))
    (local.set $key (call $new (i32.const 1)))
    (local.set $default (ref.i31 (i32.const 99)))
    (call $check (i32.const 20)
      (ref.eq (call $map_get (local.get $map) (local.get $key) (local.get $default)) (local.get $default)))
    (call $map_set (local.get $map) (local.get $key) (ref.i31 (i32.const 1)))
    (call $map_set (local.get $map) (local.get $key) (ref.i31 (i32.const 2)))
    (call $check (i32.const 21)
      (ref.eq (call $map_get (local.get $map) (local.get $key) (local.get $default)) (ref.i31 (i32.const 2))))
    ;; What isn't an object can be a key too.
    (call $map_set (local.get $map) (ref.i31 (i32.const 7)) (local.get $key))
    (call $check (i32.const 22)
      (ref.eq (call $map_get (local.get $map) (ref.i31 (i32.const 7)) (local.get $default)) (local.get $key)))
    (call $check (i32.const 23) (call $map_delete (local.get $map) (ref.i31 (i32.const 7))))
    (call $check (i32.const 24) (call $map_delete (local.get $map) (local.get $key)))
    (call $check (i32.const 25) (i32.eqz (call $map_delete (local.get $map) (local.get $key))))
    (call $check (i32.const 26)
      (ref.eq (call $map_get (local.get $map) (local.get $key) (local.get $default)) (local.get $default))))

  ;; Puts into the map keys that it alone refers to, by values that refer to the keys, and returns weak references to these.
  (func $forgettable (param $map (ref extern)) (param $count i32) (result (ref $references))
    (local $references (ref $references)) (local $key (ref $box))
    (local.set $references (array.new_default $references (local.get $count)))
    (loop $next
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (local.set $key (call $new (local.get $count)))
      (call $map_set (local.get $map) (local.get $key) (struct.new $box (local.get $key)))
      (array.set $references (local.get $references) (local.get $count) (call $make_ref (local.get $key)))
      (br_if $next (local.get $count)))
    (local.get $references))
  ;; How many of them are still there.
  (func $alive (param $references (ref $references)) (result i32)
    (local $i i32) (local $alive i32)
    (loop $next
      (local.set $alive (i32.add (local.get $alive)
        (ref.test (ref $box) (call $deref
          (ref.as_non_null (array.get $references (local.get $references) (local.get $i)))
          (ref.i31 (i32.const 0))))))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (array.len (local.get $references)))))
    (local.get $alive))
  (func $churn
    (local $i i32)
    (loop $next
      (global.set $last (array.new_default $boxes (i32.const 1000)))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 40000)))))

  (func $forgetting
    (local $map (ref extern)) (local $kept (ref $box)) (local $weak (ref extern)) (local $references (ref $references))
    (local $alive i32)
    (local.set $map (call $make_map))
    (local.set $kept (call $new (i32.const 5)))
    (call $map_set (local.get $map) (local.get $kept) (call $new (i32.const 6)))
    (local.set $weak (call $make_ref (local.get $kept)))
    (local.set $references (call $forgettable (local.get $map) (i32.const 1000)))
    (call $churn)
    ;; A few may be kept by words on the stack that look like references.
    (local.set $alive (call $alive (local.get $references)))
    (call $check (i32.const 30) (i32.lt_u (local.get $alive) (i32.const 50)))
    (call $check (i32.const 31) (ref.eq (call $deref (local.get $weak) (ref.i31 (i32.const 0))) (local.get $kept)))
    (call $check (i32.const 32) (i32.eq (i32.const 6) (i31.get_s (ref.cast (ref i31) (struct.get $box 0
      (ref.cast (ref $box) (call $map_get (local.get $map) (local.get $kept) (ref.i31 (i32.const 0)))))))))
    ;; A number is never forgotten.
    (call $check (i32.const 33)
      (ref.eq (call $deref (call $make_ref (ref.i31 (i32.const 8))) (local.get $kept)) (ref.i31 (i32.const 8)))))

  ;; Maps come and go with their tables.
  (func $many_maps
    (local $i i32) (local $map (ref extern))
    (loop $next
      (local.set $map (call $make_map))
      (drop (call $forgettable (local.get $map) (i32.const 100)))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 2000)))))

  (func $finalization
    (local $registry (ref extern)) (local $token (ref eq))
    (local.set $token (call $new (i32.const 1)))
    (local.set $registry (call $make_registry (call $to_extern (local.get $token))))
    (call $register (local.get $registry) (call $new (i32.const 2)) (ref.i31 (i32.const 3)))
    (call $register_with_token (local.get $registry) (call $new (i32.const 2)) (ref.i31 (i32.const 3)) (local.get $token))
    (call $check (i32.const 41) (call $unregister (local.get $registry) (local.get $token)))
    (call $check (i32.const 42) (i32.eqz (call $unregister (local.get $registry) (local.get $token)))))

  (func (export "main")
    (call $strings)
    (call $procedures)
    (call $weak_maps)
    (call $forgetting)
    (call $many_maps)
    (call $finalization)))

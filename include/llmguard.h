/* llmguard: policy and redaction for text that leaves a company for a model, in one process.
 *
 * Written by cbindgen from bindings/capi/src; do not edit.
 *
 * Ownership. Every function that gives a handle gives it to the caller, who releases it with the _free function of its
 * kind; all of them take null. Strings that a getter returns live as long as the handle they were asked of, are UTF-8
 * and are NOT terminated by a zero byte. Strings and structs that are passed in are read during the call only.
 *
 * Status. Calls return LLMGUARD_STATUS_OK (0) or the number of what went wrong; numbers are never reused. Where a call
 * takes `llmguard_error **error`, that may be null; if it is not, it is set to a new error, which the caller releases,
 * or to null. Out parameters are set to null before anything else happens.
 *
 * Size. Structs begin with `size`, which the caller sets to sizeof the struct, in and out.
 *
 * Threads. Every function may be called by any number of threads at once, with the same handles, except that a _free
 * function must be the last to use its handle, and that the pieces of one stream or of one input of records come one after another. Nothing is kept in threads.
 *
 * Fail closed. A getter of a null or foreign handle answers deny, no string, 0. A mistake inside llmguard never
 * unwinds into C: the call returns LLMGUARD_STATUS_PANIC, and from then on the handle LLMGUARD_STATUS_POISONED.
 */

#ifndef LLMGUARD_H
#define LLMGUARD_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/**
 * Part: text of the system, a user or the model.
 */
#define LLMGUARD_PART_TEXT 0

/**
 * Part: the arguments of a tool call that was made; `name` is the tool.
 */
#define LLMGUARD_PART_TOOL_CALL 1

/**
 * Part: what a tool answered; `name` is the tool.
 */
#define LLMGUARD_PART_TOOL_RESULT 2

/**
 * Part: text that was retrieved; `name` is its source, as the policy names it.
 */
#define LLMGUARD_PART_RETRIEVED 3

/**
 * Verdict: the text may go as it is.
 */
#define LLMGUARD_VERDICT_ALLOW 1

/**
 * Verdict: the output may go, the text itself may not.
 */
#define LLMGUARD_VERDICT_TRANSFORM 2

/**
 * Verdict: a person has to approve first; there is no output.
 */
#define LLMGUARD_VERDICT_APPROVAL 3

/**
 * Verdict: the text must not go; there is no output.
 */
#define LLMGUARD_VERDICT_DENY 4

/**
 * Direction: from a person to a model.
 */
#define LLMGUARD_DIRECTION_PROMPT 0

/**
 * Direction: from a model to a person.
 */
#define LLMGUARD_DIRECTION_RESPONSE 1

/**
 * Direction: from a model to a tool.
 */
#define LLMGUARD_DIRECTION_TOOL_CALL 2

/**
 * Direction: from a tool to a model.
 */
#define LLMGUARD_DIRECTION_TOOL_RESULT 3

/**
 * Direction: from a store of documents to a model.
 */
#define LLMGUARD_DIRECTION_DOCUMENT 4

/**
 * Confidence: the shape alone fits.
 */
#define LLMGUARD_CONFIDENCE_LOW 1

/**
 * Confidence: one independent reason.
 */
#define LLMGUARD_CONFIDENCE_MEDIUM 2

/**
 * Confidence: two independent reasons.
 */
#define LLMGUARD_CONFIDENCE_HIGH 3

/**
 * Confidence: check digits or a structure that hardly occurs by accident.
 */
#define LLMGUARD_CONFIDENCE_VERIFIED 4

/**
 * Transform: left as it is.
 */
#define LLMGUARD_TRANSFORM_KEEP 1

/**
 * Transform: replaced by something less exact.
 */
#define LLMGUARD_TRANSFORM_GENERALIZE 2

/**
 * Transform: partly hidden.
 */
#define LLMGUARD_TRANSFORM_MASK 3

/**
 * Transform: replaced by a placeholder that leads back.
 */
#define LLMGUARD_TRANSFORM_TOKENIZE 4

/**
 * Transform: replaced by something that leads nowhere.
 */
#define LLMGUARD_TRANSFORM_REDACT 5

/**
 * Transform: not sent at all.
 */
#define LLMGUARD_TRANSFORM_BLOCK 6

/**
 * Names: by cues and lists alone.
 */
#define LLMGUARD_NAMES_OFF 1

/**
 * Names: also where one is nearly certain.
 */
#define LLMGUARD_NAMES_PRECISE 2

/**
 * Names: also where one is likelier than none.
 */
#define LLMGUARD_NAMES_BALANCED 3

/**
 * Names: also where one is possible.
 */
#define LLMGUARD_NAMES_THOROUGH 4

/**
 * Citation: of a source that may be named.
 */
#define LLMGUARD_CITATION_PERMITTED 1

/**
 * Citation: of a source that may not be named.
 */
#define LLMGUARD_CITATION_FOREIGN 2

/**
 * Citation: missing, since no source is named that may be.
 */
#define LLMGUARD_CITATION_MISSING 3

/**
 * Sentences are told in English.
 */
#define LLMGUARD_LANGUAGE_EN 0

/**
 * Sentences are told in German.
 */
#define LLMGUARD_LANGUAGE_DE 1

/**
 * Offsets count bytes of UTF-8.
 */
#define LLMGUARD_UNIT_BYTE 0

/**
 * Offsets count Unicode code points.
 */
#define LLMGUARD_UNIT_CODEPOINT 1

/**
 * Offsets count UTF-16 code units.
 */
#define LLMGUARD_UNIT_UTF16 2

/**
 * Format: a JSON document. The elements of a list are its records; anything else is one record.
 */
#define LLMGUARD_FORMAT_JSON 0

/**
 * Format: a JSON value a line.
 */
#define LLMGUARD_FORMAT_JSON_LINES 1

/**
 * Format: CSV whose first record names the columns.
 */
#define LLMGUARD_FORMAT_CSV 2

/**
 * Format: CSV whose first record is one like the others.
 */
#define LLMGUARD_FORMAT_CSV_WITHOUT_HEADER 3

/**
 * Format: pairs of a name and a value a line, `station=7 op="Hans Müller"`.
 */
#define LLMGUARD_FORMAT_LOGFMT 4

/**
 * Format: a point of a time series a line, `press,hall=3 temp=182.4 1556813561098000000`.
 */
#define LLMGUARD_FORMAT_LINE_PROTOCOL 5

/**
 * The call did what it was asked.
 */
#define LLMGUARD_STATUS_OK 0

/**
 * A pointer that must not be null is null.
 */
#define LLMGUARD_STATUS_NULL_ARGUMENT 1

/**
 * A handle is not one of the kind the function takes.
 */
#define LLMGUARD_STATUS_BAD_HANDLE 2

/**
 * The `size` of a struct is not one this library knows.
 */
#define LLMGUARD_STATUS_BAD_SIZE 3

/**
 * A number is not among the constants, a length is impossible, or a pointer is misaligned.
 */
#define LLMGUARD_STATUS_BAD_VALUE 4

/**
 * There is no element with this index.
 */
#define LLMGUARD_STATUS_OUT_OF_RANGE 5

/**
 * A mistake in llmguard stopped the call; the handle is poisoned from now on.
 */
#define LLMGUARD_STATUS_PANIC 6

/**
 * An earlier call with this handle ended in `LLMGUARD_STATUS_PANIC`.
 */
#define LLMGUARD_STATUS_POISONED 7

/**
 * The detector file is not valid TOML or a key is missing, unknown or of the wrong type.
 */
#define LLMGUARD_STATUS_D001 1001

/**
 * A detector id is not two or three segments of [a-z0-9-].
 */
#define LLMGUARD_STATUS_D002 1002

/**
 * Two detectors have the same id.
 */
#define LLMGUARD_STATUS_D003 1003

/**
 * An entity label is not upper-case letters, digits and _.
 */
#define LLMGUARD_STATUS_D004 1004

/**
 * No validator has this name.
 */
#define LLMGUARD_STATUS_D005 1005

/**
 * A vector uses a template that does not exist.
 */
#define LLMGUARD_STATUS_D006 1006

/**
 * A `match` vector was not found by its own detector.
 */
#define LLMGUARD_STATUS_D007 1007

/**
 * A `reject` vector was found by its own detector.
 */
#define LLMGUARD_STATUS_D008 1008

/**
 * A detector has no references or no vectors.
 */
#define LLMGUARD_STATUS_D009 1009

/**
 * The default level is not one of the built-in level names.
 */
#define LLMGUARD_STATUS_D010 1010

/**
 * No lexicon has this name.
 */
#define LLMGUARD_STATUS_D011 1011

/**
 * A pattern is not a valid regular expression.
 */
#define LLMGUARD_STATUS_C001 2001

/**
 * A pattern uses a class that means thousands of ranges.
 */
#define LLMGUARD_STATUS_C002 2002

/**
 * A pattern has no bounded length, or one over the limit.
 */
#define LLMGUARD_STATUS_C003 2003

/**
 * A pattern or a lead or tail matches the empty text.
 */
#define LLMGUARD_STATUS_C004 2004

/**
 * A pattern's automaton is too large.
 */
#define LLMGUARD_STATUS_C005 2005

/**
 * A cue word is empty or too long.
 */
#define LLMGUARD_STATUS_C006 2006

/**
 * A pattern has capture groups of its own.
 */
#define LLMGUARD_STATUS_C007 2007

/**
 * The compiled form of detectors is damaged or of another version.
 */
#define LLMGUARD_STATUS_C008 2008

/**
 * A pattern looks at what stands around it.
 */
#define LLMGUARD_STATUS_C009 2009

/**
 * The weights of the name tagger are damaged or of another version.
 */
#define LLMGUARD_STATUS_C010 2010

/**
 * The policy is not valid TOML or a value has the wrong type.
 */
#define LLMGUARD_STATUS_P001 3001

/**
 * The policy has a key that the format does not know.
 */
#define LLMGUARD_STATUS_P002 3002

/**
 * The policy uses a part of the format that this version does not enforce.
 */
#define LLMGUARD_STATUS_P003 3003

/**
 * The policy's `format` is missing or not supported.
 */
#define LLMGUARD_STATUS_P004 3004

/**
 * A level is not among `levels`, or `levels` is empty or repeats one.
 */
#define LLMGUARD_STATUS_P005 3005

/**
 * A rule names a class that `classes` does not define.
 */
#define LLMGUARD_STATUS_P006 3006

/**
 * A rule names a destination that `destinations` does not define.
 */
#define LLMGUARD_STATUS_P007 3007

/**
 * A rule names a role that `roles` does not define.
 */
#define LLMGUARD_STATUS_P008 3008

/**
 * A value is outside what its key allows.
 */
#define LLMGUARD_STATUS_P009 3009

/**
 * A detector selector is malformed or selects nothing.
 */
#define LLMGUARD_STATUS_P010 3010

/**
 * An exclude would lift a floor or a class at the top level.
 */
#define LLMGUARD_STATUS_P011 3011

/**
 * A detector's default level is not among the policy's levels.
 */
#define LLMGUARD_STATUS_P012 3012

/**
 * A test embedded in the policy does not hold.
 */
#define LLMGUARD_STATUS_P013 3013

/**
 * No embedded policy has this name.
 */
#define LLMGUARD_STATUS_P014 3014

/**
 * A policy permits more than the one it extends, or that one cannot be found.
 */
#define LLMGUARD_STATUS_P015 3015

/**
 * An unlock would release a floor or the top level, or a role uses it that may not.
 */
#define LLMGUARD_STATUS_P016 3016

/**
 * The vault cannot take another value.
 */
#define LLMGUARD_STATUS_V001 4001

/**
 * What is opened is not a vault, or it is damaged.
 */
#define LLMGUARD_STATUS_V002 4002

/**
 * The vault is of a format that this version does not know.
 */
#define LLMGUARD_STATUS_V003 4003

/**
 * The key has not 32 bytes, or the vault was sealed with another one.
 */
#define LLMGUARD_STATUS_V004 4004

/**
 * Another process or another handle uses the vault or the conversation.
 */
#define LLMGUARD_STATUS_V005 4005

/**
 * The file or the store of the vault cannot be read or written.
 */
#define LLMGUARD_STATUS_V006 4006

/**
 * The conversation, or a person in it, was erased from the vault.
 */
#define LLMGUARD_STATUS_V007 4007

/**
 * What is imported does not fit what the vault holds.
 */
#define LLMGUARD_STATUS_V008 4008

/**
 * The vault lies in a store, and this needs one in a file.
 */
#define LLMGUARD_STATUS_V009 4009

/**
 * The audit sink did not take the event.
 */
#define LLMGUARD_STATUS_A001 5001

/**
 * The text is longer than the limit.
 */
#define LLMGUARD_STATUS_I001 6001

/**
 * The input is not valid UTF-8.
 */
#define LLMGUARD_STATUS_I002 6002

/**
 * The request names no role, or one the policy does not know.
 */
#define LLMGUARD_STATUS_I003 6003

/**
 * The request names a destination that the policy does not know.
 */
#define LLMGUARD_STATUS_I004 6004

/**
 * The request names a purpose that the policy does not declare, or none where one is needed.
 */
#define LLMGUARD_STATUS_I005 6005

/**
 * A line is not a JSON record of the documented form.
 */
#define LLMGUARD_STATUS_I006 6006

/**
 * A file cannot be read.
 */
#define LLMGUARD_STATUS_I007 6007

/**
 * No class of the policy has this name.
 */
#define LLMGUARD_STATUS_I008 6008

/**
 * No detector has this id.
 */
#define LLMGUARD_STATUS_I009 6009

/**
 * The request names a tool that the policy does not know, or none where one is needed.
 */
#define LLMGUARD_STATUS_I020 6020

/**
 * The request names a source that the policy does not know.
 */
#define LLMGUARD_STATUS_I021 6021

/**
 * The conversation has used up its budget.
 */
#define LLMGUARD_STATUS_I022 6022

/**
 * A stream is allowed to hold fewer bytes than it needs.
 */
#define LLMGUARD_STATUS_I023 6023

/**
 * A field has fewer or more digits than can be replaced by others.
 */
#define LLMGUARD_STATUS_I024 6024

/**
 * The input is not of the format it is said to be, or nests too deep.
 */
#define LLMGUARD_STATUS_I025 6025

/**
 * What is to stand between the fields of a table cannot.
 */
#define LLMGUARD_STATUS_I026 6026

/**
 * A term has no letter or digit, only one, or more or longer words than a dictionary takes.
 */
#define LLMGUARD_STATUS_T001 7001

/**
 * A dictionary has no term, or more than it takes.
 */
#define LLMGUARD_STATUS_T002 7002

/**
 * The file is not a dictionary, or it is damaged.
 */
#define LLMGUARD_STATUS_T003 7003

/**
 * The dictionary is of a format or folding that this version does not know.
 */
#define LLMGUARD_STATUS_T004 7004

/**
 * The key has not 32 bytes, or the dictionary was built with another one.
 */
#define LLMGUARD_STATUS_T005 7005

/**
 * A line of a term table is not CSV or has not the column asked for.
 */
#define LLMGUARD_STATUS_T006 7006

/**
 * The text is not a grant.
 */
#define LLMGUARD_STATUS_G001 8001

/**
 * The grant is not signed by anybody who is registered.
 */
#define LLMGUARD_STATUS_G002 8002

/**
 * The policy has no approval or unlock of this id.
 */
#define LLMGUARD_STATUS_G003 8003

/**
 * The grant was signed under another policy.
 */
#define LLMGUARD_STATUS_G004 8004

/**
 * The grant is for another request, person or destination.
 */
#define LLMGUARD_STATUS_G005 8005

/**
 * The grant was signed later than now, or the request does not say when it is.
 */
#define LLMGUARD_STATUS_G006 8006

/**
 * The grant has ended, or would last longer than its rule lets it.
 */
#define LLMGUARD_STATUS_G007 8007

/**
 * Who asks has signed the grant too.
 */
#define LLMGUARD_STATUS_G008 8008

/**
 * The signer or who asks has no role that the rule asks for.
 */
#define LLMGUARD_STATUS_G009 8009

/**
 * The justification is missing, too short, or has no reason code of the rule.
 */
#define LLMGUARD_STATUS_G010 8010

/**
 * The grant was used as often as it may be.
 */
#define LLMGUARD_STATUS_G011 8011

/**
 * The clock went backwards.
 */
#define LLMGUARD_STATUS_G012 8012

/**
 * There is no ledger, or it could not say how often the grant was used.
 */
#define LLMGUARD_STATUS_G013 8013

/**
 * An invariant of llmguard itself did not hold; please report it.
 */
#define LLMGUARD_STATUS_X001 9001

/**
 * A store has done what it was asked.
 */
#define LLMGUARD_STORE_DONE 0

/**
 * There are not as many records as was said; nothing was changed.
 */
#define LLMGUARD_STORE_OTHER_COUNT 1

/**
 * It is not known to be done.
 */
#define LLMGUARD_STORE_FAILED 2

/**
 * Notation: plain text.
 */
#define LLMGUARD_NOTATION_TEXT 0

/**
 * Notation: JSON, as the arguments of a tool call. Escapes are read as what they stand for, also where they are cut, and
 * what is written instead is escaped.
 */
#define LLMGUARD_NOTATION_JSON 1

/**
 * Major version of this header.
 */
#define LLMGUARD_VERSION_MAJOR 0

/**
 * Minor version of this header.
 */
#define LLMGUARD_VERSION_MINOR 1

/**
 * Patch version of this header.
 */
#define LLMGUARD_VERSION_PATCH 0

/**
 * Version of the binary interface, the number behind `libllmguard.so.`; 0 until version 1.0.
 */
#define LLMGUARD_ABI_VERSION 0

/**
 * What one answer cites, in order. Owned by whoever received it; release it with `llmguard_citations_free`. Immutable: any
 * number of threads may read it.
 */
typedef struct llmguard_citations llmguard_citations;

/**
 * What may happen to one text. Owned by whoever received it; release it with `llmguard_decision_free`. Immutable: any
 * number of threads may read it. Its strings live as long as it does. A null or foreign handle denies.
 */
typedef struct llmguard_decision llmguard_decision;

/**
 * What went wrong, where, and the mend. Owned by whoever received it; release it with `llmguard_error_free`. It never
 * holds text that was guarded. Immutable, so any number of threads may read it.
 */
typedef struct llmguard_error llmguard_error;

/**
 * What was found in one text, disjoint and ordered. Owned by whoever received it; release it with
 * `llmguard_findings_free`. Immutable: any number of threads may read it.
 */
typedef struct llmguard_findings llmguard_findings;

/**
 * Compiled detectors and a policy. Owned by whoever received it; release it with `llmguard_guard_free`. Immutable: any
 * number of threads may use it at once. What was made with it may outlive it.
 */
typedef struct llmguard_guard llmguard_guard;

/**
 * What may happen to a chat history. Owned by whoever received it; release it with `llmguard_messages_free`. Immutable:
 * any number of threads may read it. Its strings live as long as it does. A null or foreign handle denies.
 */
typedef struct llmguard_messages llmguard_messages;

/**
 * Records that come in pieces. Owned by whoever received it; release it with `llmguard_records_free`. Let one thread push at
 * a time, or the pieces mix.
 */
typedef struct llmguard_records llmguard_records;

/**
 * One conversation and the values its tokens stand for. Owned by whoever received it; release it with
 * `llmguard_session_free`, and the values are gone. Any number of threads may use it at once; tokens are numbered by
 * arrival.
 */
typedef struct llmguard_session llmguard_session;

/**
 * Where a function of a store puts the records it has read.
 */
typedef struct llmguard_stored llmguard_stored;

/**
 * A text that arrives in pieces. Owned by whoever received it; release it with `llmguard_stream_free`. It belongs to one
 * text: let one thread push at a time, or the pieces mix.
 */
typedef struct llmguard_stream llmguard_stream;

/**
 * A rewritten text. Owned by whoever received it; release it with `llmguard_text_free`. Immutable: any number of
 * threads may read it.
 */
typedef struct llmguard_text llmguard_text;

/**
 * The values behind tokens, sealed, in a file or in a `llmguard_store`. Owned by whoever received it; release it with
 * `llmguard_vault_free`. Any number of threads may use it at once, a file one process. What it was told is on disk, or with the
 * store, when it returns.
 */
typedef struct llmguard_vault llmguard_vault;

/**
 * A string in UTF-8: a pointer and a length in bytes. It is not terminated by a zero byte. A null pointer with the
 * length 0 is "no string"; where a text is asked for, it is the empty one.
 */
typedef struct {
  /**
   * The first byte.
   */
  const char *ptr;
  /**
   * How many bytes.
   */
  size_t len;
} llmguard_str;

/**
 * A source that an answer names.
 */
typedef struct {
  /**
   * `sizeof(llmguard_citation)`, set by the caller.
   */
  uint32_t size;
  /**
   * `LLMGUARD_CITATION_*`.
   */
  uint32_t kind;
  /**
   * The first position inside, in the unit the call was given; 0 for one that is missing.
   */
  uint64_t start;
  /**
   * The first position behind.
   */
  uint64_t end;
} llmguard_citation;

/**
 * Who asks, what for, where the text goes and which way. Fill it with zeros, set `size`, then what you know. The
 * strings are read during the call only. The library authorises, it does not authenticate: `subject` and `roles` come
 * from the caller's own login.
 */
typedef struct {
  /**
   * `sizeof(llmguard_request)`.
   */
  uint32_t size;
  /**
   * Which way the text goes, `LLMGUARD_DIRECTION_*`; 0 is a prompt.
   */
  uint32_t direction;
  /**
   * Roles of the subject. A role the policy does not know denies, and so does none.
   */
  const llmguard_str *roles;
  /**
   * How many roles.
   */
  size_t roles_len;
  /**
   * Where to, as the policy names it.
   */
  llmguard_str destination;
  /**
   * What for. If it is no string, the only purpose that a policy declares.
   */
  llmguard_str purpose;
  /**
   * Levels that the sources of the text carry; the text is at least as confidential.
   */
  const llmguard_str *source_labels;
  /**
   * How many source labels.
   */
  size_t source_labels_len;
  /**
   * Who, as the caller names people; for the audit record.
   */
  llmguard_str subject;
  /**
   * Model, for the audit record.
   */
  llmguard_str model;
  /**
   * Version of the model, for the audit record.
   */
  llmguard_str model_version;
  /**
   * The caller's trace id, for the audit record.
   */
  llmguard_str trace_id;
  /**
   * The caller's clock, in milliseconds since 1970-01-01 UTC, if `has_now` is not 0. The library reads no clock.
   */
  uint64_t now;
  /**
   * Whether `now` is given.
   */
  uint32_t has_now;
  /**
   * Whether `answer_confidence` is given.
   */
  uint32_t has_answer_confidence;
  /**
   * How sure the caller is of an answer, in percent.
   */
  uint32_t answer_confidence;
  /**
   * Zero.
   */
  uint32_t reserved;
  /**
   * The tool whose call or result the text is; no string if it is none's.
   */
  llmguard_str tool;
  /**
   * Where the text was retrieved from, as the policy names sources; each has to be allowed at the destination.
   */
  const llmguard_str *sources;
  /**
   * How many sources.
   */
  size_t sources_len;
  /**
   * Approvals and unlocks, each as JSON; they need `subject` and `now`. One that does not fit denies.
   */
  const llmguard_str *grants;
  /**
   * How many grants.
   */
  size_t grants_len;
} llmguard_request;

/**
 * One thing that contributed to a verdict. Its strings live as long as the decision.
 */
typedef struct {
  /**
   * `sizeof(llmguard_reason)`, set by the caller.
   */
  uint32_t size;
  /**
   * The verdict this alone leads to, `LLMGUARD_VERDICT_*`.
   */
  uint32_t verdict;
  /**
   * The number of `code`, `LLMGUARD_STATUS_*`; 0 if there is none.
   */
  uint32_t status;
  /**
   * How many classes are concerned; `llmguard_decision_reason_class` names them.
   */
  uint32_t classes_len;
  /**
   * The code, where the request itself is refused; otherwise no string.
   */
  llmguard_str code;
  /**
   * The place in the policy: `transform[3]`, counted from 0, `destinations.eu.ceiling`, `roles`.
   */
  llmguard_str rule;
  /**
   * One sentence.
   */
  llmguard_str message;
} llmguard_reason;

/**
 * One finding. Its strings live as long as the handle it was asked of. It never holds the text itself.
 */
typedef struct {
  /**
   * `sizeof(llmguard_finding)`, set by the caller.
   */
  uint32_t size;
  /**
   * What kind of thing, as a number: below 1024 the same for ever, above that a guard's own.
   */
  uint32_t entity;
  /**
   * How sure, `LLMGUARD_CONFIDENCE_*`.
   */
  uint32_t confidence;
  /**
   * Why, as a set of bits: 1 pattern, 2 prefix, 4 checksum, 8 cue, 16 structure, 32 specimen, 64 mention, 128 decoded,
   * 256 list, 512 model.
   */
  uint32_t evidence;
  /**
   * The first position inside, in the unit the call was given.
   */
  uint64_t start;
  /**
   * The first position behind.
   */
  uint64_t end;
  /**
   * The id of the detector, `bank.iban`. Stable for ever.
   */
  llmguard_str detector;
  /**
   * What kind of thing, `IBAN`.
   */
  llmguard_str entity_label;
} llmguard_finding;

/**
 * One replacement.
 */
typedef struct {
  /**
   * `sizeof(llmguard_edit)`, set by the caller.
   */
  uint32_t size;
  /**
   * How it was replaced, `LLMGUARD_TRANSFORM_*`.
   */
  uint32_t transform;
  /**
   * What stood there: the first position inside, in the original.
   */
  uint64_t start;
  /**
   * The first position behind, in the original.
   */
  uint64_t end;
  /**
   * What stands there now: the first position inside, in the output.
   */
  uint64_t output_start;
  /**
   * The first position behind, in the output.
   */
  uint64_t output_end;
} llmguard_edit;

/**
 * Somebody who may sign approvals and unlocks. The strings are read during the call only.
 */
typedef struct {
  /**
   * Who, as the caller names people.
   */
  llmguard_str name;
  /**
   * Their roles.
   */
  const llmguard_str *roles;
  /**
   * How many roles.
   */
  size_t roles_len;
  /**
   * Their Ed25519 public key, 32 bytes.
   */
  llmguard_str key;
} llmguard_signer;

/**
 * A list of your own. The strings are read during the call only.
 */
typedef struct {
  /**
   * What policies call it: `dict:suppliers`, `match:customers` or `fingerprint:contracts`.
   */
  llmguard_str name;
  /**
   * The path of the file that the command `llmguard` built.
   */
  llmguard_str file;
} llmguard_list;

/**
 * How to set up a guard. Fill it with zeros, set `size`, then what differs from the default. At most one of the three
 * policies and at most one of the two detector files may be given. The strings are read during the call only.
 */
typedef struct {
  /**
   * `sizeof(llmguard_guard_options)`.
   */
  uint32_t size;
  /**
   * From which confidence on a finding counts, `LLMGUARD_CONFIDENCE_*`; 0 for the default, medium.
   */
  uint32_t threshold;
  /**
   * The longest text that is read, in bytes; 0 for the default, 32 MiB.
   */
  uint64_t max_text_bytes;
  /**
   * The name of an embedded policy; `einkauf-copilot` if no policy is given.
   */
  llmguard_str policy_template;
  /**
   * A policy as TOML.
   */
  llmguard_str policy_text;
  /**
   * The path of a policy file.
   */
  llmguard_str policy_file;
  /**
   * A detector file as TOML; its detectors join the built-in ones.
   */
  llmguard_str detectors_text;
  /**
   * The path of a detector file.
   */
  llmguard_str detectors_file;
  /**
   * 32 secret bytes for digests of requests, texts and people; no string, and there are none.
   */
  llmguard_str key;
  /**
   * Who may sign approvals and unlocks. Which grants were used is remembered in memory.
   */
  const llmguard_signer *signers;
  /**
   * How many signers.
   */
  size_t signers_len;
  /**
   * Lists of your own.
   */
  const llmguard_list *lists;
  /**
   * How many lists.
   */
  size_t lists_len;
  /**
   * The 32 bytes all lists were built with.
   */
  llmguard_str list_key;
  /**
   * How eagerly names are looked for that nothing announces, `LLMGUARD_NAMES_*`; 0 leaves it to the policy, or it is balanced.
   */
  uint32_t names;
  /**
   * What becomes of addresses on other hosts than `allow_hosts`: `LLMGUARD_TRANSFORM_GENERALIZE`, which 0 is too, or
   * `LLMGUARD_TRANSFORM_REDACT`.
   */
  uint32_t other_hosts;
  /**
   * The hosts that addresses in answers and tool calls may lead to, beside those of the policy: `example.com`,
   * `*.example.com` for every one below it.
   */
  const llmguard_str *allow_hosts;
  /**
   * How many hosts.
   */
  size_t allow_hosts_len;
  /**
   * What a model is told in confidence. A passage of it in an answer or a tool call is found as `output.leak.prompt`.
   */
  llmguard_str confidential_prompt;
} llmguard_guard_options;

/**
 * A part of a chat history. The strings are read during the call only.
 */
typedef struct {
  /**
   * `LLMGUARD_PART_*`.
   */
  uint32_t kind;
  /**
   * Zero.
   */
  uint32_t reserved;
  /**
   * The tool or the source; otherwise no string.
   */
  llmguard_str name;
  /**
   * Its text.
   */
  llmguard_str text;
} llmguard_part;

/**
 * What a stream lets go.
 */
typedef struct {
  /**
   * `sizeof(llmguard_released)`, set by the caller.
   */
  uint32_t size;
  /**
   * 1 if the text has ended here because the rest may not go; `llmguard_stream_decision` says why.
   */
  uint32_t denied;
  /**
   * The next part of the text, often empty. Lives until the next call that pushes or finishes, and as the stream.
   */
  llmguard_str text;
  /**
   * How many bytes are held.
   */
  uint64_t held;
} llmguard_released;

/**
 * What was found in a value of a record. Its strings live until the next call that pushes or finishes, and as the records. It
 * never holds the value itself.
 */
typedef struct {
  /**
   * `sizeof(llmguard_record_finding)`, set by the caller.
   */
  uint32_t size;
  /**
   * What kind of thing, as a number: below 1024 the same for ever, above that a guard's own.
   */
  uint32_t entity;
  /**
   * How sure, `LLMGUARD_CONFIDENCE_*`.
   */
  uint32_t confidence;
  /**
   * Why, as a set of bits: 1 pattern, 2 prefix, 4 checksum, 8 cue, 16 structure, 32 specimen, 64 mention, 128 decoded,
   * 256 list, 512 model.
   */
  uint32_t evidence;
  /**
   * The first byte inside, from the beginning of the input. What is escaped counts as it is written.
   */
  uint64_t start;
  /**
   * The first byte behind.
   */
  uint64_t end;
  /**
   * The number of its record, from 0; a header is number 0.
   */
  uint64_t record;
  /**
   * The JSON Pointer of its value in the document or in its line; of a field of CSV, `/` and the name of the column, or
   * where it has none, the number of the column, from 0; of logfmt `/` and the name, and of a point `/`, what it measures, `/`
   * and the name. Empty for what stands under no name.
   */
  llmguard_str path;
  /**
   * The id of the detector, `bank.iban`. Stable for ever.
   */
  llmguard_str detector;
  /**
   * What kind of thing, `IBAN`.
   */
  llmguard_str entity_label;
} llmguard_record_finding;

/**
 * Where the records of a vault lie if not in a file: a table with the columns name, place and record will do. Records are
 * sealed before they come here and may hold any byte; names are 32 hexadecimal digits, or `vault`. Both functions are called
 * from the threads that use the vault, for several names at once; they call neither the vault nor a session of it, and throw
 * nothing.
 */
typedef struct {
  /**
   * `sizeof(llmguard_store)`.
   */
  uint32_t size;
  /**
   * Given to both functions; stays valid until the vault and all its sessions are released.
   */
  void *context;
  /**
   * Hands over the records under a name, in their order, with `llmguard_stored_add`; none if there is no such name.
   * Returns `LLMGUARD_STORE_DONE` or `LLMGUARD_STORE_FAILED`.
   */
  uint32_t (*read)(void *context, llmguard_str name, llmguard_stored *records);
  /**
   * If there are `count` records under a name, keeps the first `keep` of them, puts `records` behind those, and returns
   * `LLMGUARD_STORE_DONE`; otherwise changes nothing and returns `LLMGUARD_STORE_OTHER_COUNT`. Done or not done at all, and
   * once it returns, it survives a power loss. What is not kept is to be deleted for good; with no records left, the name
   * is. After `LLMGUARD_STORE_FAILED`, the vault looks whether it was done before it writes again.
   */
  uint32_t (*write)(void *context,
                    llmguard_str name,
                    size_t count,
                    size_t keep,
                    const llmguard_str *records,
                    size_t records_len);
} llmguard_store;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * What an answer cites: numbers and ids of sources in brackets (`[1]`, `[1, 3]`, `[source: norm-7]`) and addresses.
 * `sources` may be named, and addresses may lead to `hosts` (`example.com`, `*.example.com` for every one below it). If
 * nothing of it is permitted, the last is `LLMGUARD_CITATION_MISSING`.
 */
uint32_t llmguard_citations_new(llmguard_str answer,
                                const llmguard_str *sources,
                                size_t sources_len,
                                const llmguard_str *hosts,
                                size_t hosts_len,
                                uint32_t unit,
                                llmguard_citations **citations,
                                llmguard_error **error);

/**
 * How many citations there are.
 */
size_t llmguard_citations_len(const llmguard_citations *citations);

/**
 * Fills `citation`, whose `size` must be set, with the citation of this index.
 */
uint32_t llmguard_citations_get(const llmguard_citations *citations,
                                size_t index,
                                llmguard_citation *citation);

/**
 * Releases citations. Null is permitted.
 */
void llmguard_citations_free(llmguard_citations *citations);

/**
 * Decides what may happen to a text, and rewrites it where the policy says so. `unit` is what offsets count,
 * `LLMGUARD_UNIT_*`. Any number of threads may call it with one guard.
 *
 * A denial is no failure: the call succeeds and the decision says why. Fails with `I001` for a text over the limit and
 * `I002` for one that is not UTF-8. Values that become tokens here have no way back; `llmguard_session_check` has one.
 */
uint32_t llmguard_check(const llmguard_guard *guard,
                        llmguard_str text,
                        const llmguard_request *request,
                        uint32_t unit,
                        llmguard_decision **decision,
                        llmguard_error **error);

/**
 * What happens, `LLMGUARD_VERDICT_*`.
 */
uint32_t llmguard_decision_verdict(const llmguard_decision *decision);

/**
 * What would happen if every rule were enforced, `LLMGUARD_VERDICT_*`.
 */
uint32_t llmguard_decision_would(const llmguard_decision *decision);

/**
 * How confidential the text is, as the policy names it.
 */
llmguard_str llmguard_decision_level(const llmguard_decision *decision);

/**
 * How confidential it still is for the destination, after transforms.
 */
llmguard_str llmguard_decision_residual_level(const llmguard_decision *decision);

/**
 * The text that may go. No string (a null pointer) unless the verdict is allow or transform.
 */
llmguard_str llmguard_decision_output(const llmguard_decision *decision);

/**
 * How many findings an `exclude` of the policy set aside.
 */
uint64_t llmguard_decision_excluded(const llmguard_decision *decision);

/**
 * How many destinations this text may go to.
 */
size_t llmguard_decision_permitted_len(const llmguard_decision *decision);

/**
 * The name of a permitted destination, in the role's order; no string if there is none with this index.
 */
llmguard_str llmguard_decision_permitted(const llmguard_decision *decision, size_t index);

/**
 * How many reasons there are.
 */
size_t llmguard_decision_reasons_len(const llmguard_decision *decision);

/**
 * Fills `reason`, whose `size` must be set. Strictest first.
 */
uint32_t llmguard_decision_reason(const llmguard_decision *decision, size_t index, llmguard_reason *reason);

/**
 * The name of a class that a reason is about; no string if there is none with this index.
 */
llmguard_str llmguard_decision_reason_class(const llmguard_decision *decision, size_t reason, size_t index);

/**
 * How many further reasons there would be if every rule were enforced: of rules that observe, and of rules that warn,
 * whose messages are to be shown.
 */
size_t llmguard_decision_observed_len(const llmguard_decision *decision);

/**
 * Fills `reason`, whose `size` must be set, with a further reason.
 */
uint32_t llmguard_decision_observed(const llmguard_decision *decision, size_t index, llmguard_reason *reason);

/**
 * The name of a class that a further reason is about; no string if there is none with this index.
 */
llmguard_str llmguard_decision_observed_class(const llmguard_decision *decision, size_t reason, size_t index);

/**
 * How many approvals and unlocks were spent.
 */
size_t llmguard_decision_used_len(const llmguard_decision *decision);

/**
 * The id of an approval or unlock that was spent; no string if there is none with this index.
 */
llmguard_str llmguard_decision_used(const llmguard_decision *decision, size_t index);

/**
 * What an approval has to be bound to, where one is needed and the guard has a key; otherwise no string.
 */
llmguard_str llmguard_decision_request_digest(const llmguard_decision *decision);

/**
 * How eagerly names were looked for and with which weights, `balanced 1+5f3a09c2`; no string where none were.
 */
llmguard_str llmguard_decision_names(const llmguard_decision *decision);

/**
 * What happens, why, where else the text may go, and who could let it: plain sentences, a line each, in
 * `LLMGUARD_LANGUAGE_*`.
 */
uint32_t llmguard_decision_explain(const llmguard_decision *decision,
                                   uint32_t language,
                                   llmguard_text **sentences,
                                   llmguard_error **error);

/**
 * How many findings are reported of the text.
 */
size_t llmguard_decision_findings_len(const llmguard_decision *decision);

/**
 * Fills `finding`, whose `size` must be set. Disjoint and ordered.
 */
uint32_t llmguard_decision_finding(const llmguard_decision *decision,
                                   size_t index,
                                   llmguard_finding *finding);

/**
 * How many replacements there are; 0 unless the verdict is transform.
 */
size_t llmguard_decision_edits_len(const llmguard_decision *decision);

/**
 * Fills `edit`, whose `size` must be set. In order.
 */
uint32_t llmguard_decision_edit(const llmguard_decision *decision, size_t index, llmguard_edit *edit);

/**
 * Releases a decision. Null is permitted.
 */
void llmguard_decision_free(llmguard_decision *decision);

/**
 * The number that the failed call returned; 0 for no error.
 */
uint32_t llmguard_error_status(const llmguard_error *error);

/**
 * The code users see, a letter and three digits: `P002`. Lives as long as the error.
 */
llmguard_str llmguard_error_code(const llmguard_error *error);

/**
 * What is wrong, as one sentence. Lives as long as the error.
 */
llmguard_str llmguard_error_message(const llmguard_error *error);

/**
 * What to do about it, as one sentence; may be empty. Lives as long as the error.
 */
llmguard_str llmguard_error_mend(const llmguard_error *error);

/**
 * The file concerned, or no string. Lives as long as the error.
 */
llmguard_str llmguard_error_file(const llmguard_error *error);

/**
 * The line concerned, counted from 1; 0 if there is none.
 */
uint32_t llmguard_error_line(const llmguard_error *error);

/**
 * The position concerned, in bytes from the start of the input; `UINT64_MAX` if there is none.
 */
uint64_t llmguard_error_offset(const llmguard_error *error);

/**
 * Releases an error. Null is permitted.
 */
void llmguard_error_free(llmguard_error *error);

/**
 * How many findings there are.
 */
size_t llmguard_findings_len(const llmguard_findings *findings);

/**
 * Fills `finding`, whose `size` must be set, with the finding of this index. Its strings live as long as `findings`.
 */
uint32_t llmguard_findings_get(const llmguard_findings *findings,
                               size_t index,
                               llmguard_finding *finding);

/**
 * Releases findings. Null is permitted.
 */
void llmguard_findings_free(llmguard_findings *findings);

/**
 * Makes a guard. `options` may be null: built-in detectors and the embedded default policy.
 *
 * Fails with the codes of policies (`P*`), detector files (`D*`, `C*`) and lists (`T*`), with file and line where there
 * are any, `I007` for a file that cannot be read, and `LLMGUARD_STATUS_BAD_VALUE` for two policies at once or a key that
 * is not 32 bytes long.
 */
uint32_t llmguard_guard_new(const llmguard_guard_options *options,
                            llmguard_guard **guard,
                            llmguard_error **error);

/**
 * What the guard's policy says: its SHA-256 digest, in hexadecimal. Grants are bound to it.
 */
llmguard_str llmguard_guard_policy_digest(const llmguard_guard *guard);

/**
 * Signs a statement, written as JSON, with an Ed25519 secret key of 32 bytes: a grant, as JSON. Fails with `G001` for
 * what is no statement.
 */
uint32_t llmguard_grant_sign(llmguard_str statement,
                             llmguard_str secret,
                             llmguard_text **grant,
                             llmguard_error **error);

/**
 * Releases a guard. Null is permitted. No other thread may be using it; sessions, findings and decisions made with it
 * stay valid.
 */
void llmguard_guard_free(llmguard_guard *guard);

/**
 * Decides about a chat history as a whole, each part as what it is; `direction`, `tool` and `sources` of the request do
 * not count. Everything in a history goes to the model, so that the strictest decision is that of the whole. What a tool
 * or a source that is not trusted says is marked as data. `unit` is what offsets count, `LLMGUARD_UNIT_*`.
 */
uint32_t llmguard_session_check_messages(const llmguard_session *session,
                                         const llmguard_part *parts,
                                         size_t parts_len,
                                         const llmguard_request *request,
                                         uint32_t unit,
                                         llmguard_messages **messages,
                                         llmguard_error **error);

/**
 * What happens, `LLMGUARD_VERDICT_*`: the strictest verdict of all parts.
 */
uint32_t llmguard_messages_verdict(const llmguard_messages *messages);

/**
 * How confidential the most confidential part is, as the policy names it.
 */
llmguard_str llmguard_messages_level(const llmguard_messages *messages);

/**
 * The text of a part that may go. No string unless the verdict of the whole is allow or transform.
 */
llmguard_str llmguard_messages_text(const llmguard_messages *messages, size_t index);

/**
 * The decision about a part, as a handle of its own.
 */
uint32_t llmguard_messages_decision(const llmguard_messages *messages,
                                    size_t index,
                                    llmguard_decision **decision,
                                    llmguard_error **error);

/**
 * Releases a decision about a chat history. Null is permitted.
 */
void llmguard_messages_free(llmguard_messages *messages);

/**
 * Begins records of a format, `LLMGUARD_FORMAT_*`, that are decided about value by value, each behind the name or header cell
 * that announces it. `delimiter` is the character between the fields of a CSV, 0 has it told from the first line; or between
 * the pairs of logfmt, 0 means blanks. A record is released whole or not at all: the first one that may not go ends the run.
 */
uint32_t llmguard_session_records(const llmguard_session *session,
                                  const llmguard_request *request,
                                  uint32_t format,
                                  uint32_t delimiter,
                                  llmguard_records **records,
                                  llmguard_error **error);

/**
 * Takes a piece of UTF-8, which may be cut anywhere. Fills `released`, whose `size` must be set, with the records that may go.
 * After a failure nothing is released any more.
 */
uint32_t llmguard_records_push(const llmguard_records *records,
                               llmguard_str piece,
                               llmguard_released *released,
                               llmguard_error **error);

/**
 * Ends the input and releases its last record. Fills `released`, whose `size` must be set.
 */
uint32_t llmguard_records_finish(const llmguard_records *records,
                                 llmguard_released *released,
                                 llmguard_error **error);

/**
 * How many findings there are in what the last call released, and in a record that may not go.
 */
size_t llmguard_records_findings(const llmguard_records *records);

/**
 * Fills `finding`, whose `size` must be set, with the finding of this index.
 */
uint32_t llmguard_records_finding(const llmguard_records *records,
                                  size_t index,
                                  llmguard_record_finding *finding);

/**
 * What was decided about all records, once the input has ended: a copy, which the caller releases. It has no output, findings
 * and edits: they were handed out with the records. `LLMGUARD_STATUS_OUT_OF_RANGE` before the end.
 */
uint32_t llmguard_records_decision(const llmguard_records *records,
                                   llmguard_decision **decision,
                                   llmguard_error **error);

/**
 * How many records were released. Of a run that is denied, the next one may not go.
 */
uint64_t llmguard_records_released(const llmguard_records *records);

/**
 * How many bytes of the input are held: of one record at most.
 */
uint64_t llmguard_records_held(const llmguard_records *records);

/**
 * Releases records. Null is permitted. No other thread may be using them.
 */
void llmguard_records_free(llmguard_records *records);

/**
 * Finds what is in a text. `unit` is what offsets count, `LLMGUARD_UNIT_*`. Any number of threads may call it with one
 * guard. Fails with `I001` for a text over the limit and `I002` for one that is not UTF-8.
 */
uint32_t llmguard_scan(const llmguard_guard *guard,
                       llmguard_str text,
                       uint32_t unit,
                       llmguard_findings **findings,
                       llmguard_error **error);

/**
 * Replaces what is in a text by `[REDACTED_IBAN]` and the like, whatever the policy says. Otherwise as
 * `llmguard_scan`.
 */
uint32_t llmguard_redact(const llmguard_guard *guard,
                         llmguard_str text,
                         uint32_t unit,
                         llmguard_text **redacted,
                         llmguard_error **error);

/**
 * Begins a conversation. It may outlive the handle of the guard.
 */
uint32_t llmguard_session_new(const llmguard_guard *guard,
                              llmguard_session **session,
                              llmguard_error **error);

/**
 * Decides about a text as `llmguard_check` does, with the tokens of this conversation. In a response that is allowed,
 * tokens are turned back if the policy's `reveal_for` names one of the roles.
 */
uint32_t llmguard_session_check(const llmguard_session *session,
                                llmguard_str text,
                                const llmguard_request *request,
                                uint32_t unit,
                                llmguard_decision **decision,
                                llmguard_error **error);

/**
 * Replaces what is in a text by tokens, whatever the policy says. `llmguard_session_reveal` gives the text back.
 */
uint32_t llmguard_session_protect(const llmguard_session *session,
                                  llmguard_str text,
                                  uint32_t unit,
                                  llmguard_text **protected_,
                                  llmguard_error **error);

/**
 * Turns tokens back into the values they stand for. Whether the reader may see them is the caller's decision here;
 * `llmguard_session_check` with a response leaves it to the policy.
 */
uint32_t llmguard_session_reveal(const llmguard_session *session,
                                 llmguard_str text,
                                 llmguard_text **revealed,
                                 llmguard_error **error);

/**
 * Puts a document, a search result or a tool's answer between marks that nobody can guess; `llmguard_text_instruction` is
 * the sentence that says so to the model. It makes orders in the text less likely to be followed; it does not make them
 * harmless. Fails with `X001` if the system has no randomness.
 */
uint32_t llmguard_session_mark_untrusted(const llmguard_session *session,
                                         llmguard_str text,
                                         llmguard_text **marked,
                                         llmguard_error **error);

/**
 * A word to put into a confidential prompt: whoever finds it in an answer knows that the prompt was repeated. Every guard
 * finds it as `output.leak.canary`. Fails with `X001` if the system has no randomness.
 */
uint32_t llmguard_session_canary(const llmguard_session *session,
                                 llmguard_text **canary,
                                 llmguard_error **error);

/**
 * Releases a session and the values it holds. Null is permitted. No other thread may be using it.
 */
void llmguard_session_free(llmguard_session *session);

/**
 * Opens a vault whose records lie in a store, under a key of 32 bytes. The store sees neither values nor names. It may be
 * open in several processes, a conversation for one of them at a time: who writes to it after another one has fails with
 * `V005`. To sweep, rotate, export and import needs a file and fails with `V009`. The struct is read during the call only.
 *
 * Fails with `V004` for another key than the vault has, `V002` and `V003` where the store holds something else, and `V006`
 * where it fails.
 */
uint32_t llmguard_vault_open_store(const llmguard_store *store,
                                   llmguard_str key,
                                   llmguard_vault **vault,
                                   llmguard_error **error);

/**
 * Hands over a record that a store has read; it is copied.
 */
uint32_t llmguard_stored_add(llmguard_stored *records, llmguard_str record);

/**
 * Begins a text that is decided about as `llmguard_session_check` decides about a whole one. `max_hold_bytes` is 0 for the
 * default; a text that makes the stream hold more ends as one that is denied.
 */
uint32_t llmguard_session_stream(const llmguard_session *session,
                                 const llmguard_request *request,
                                 uint32_t notation,
                                 uint64_t max_hold_bytes,
                                 llmguard_stream **stream,
                                 llmguard_error **error);

/**
 * Begins a text that is rewritten as `llmguard_session_protect` rewrites a whole one.
 */
uint32_t llmguard_session_protect_stream(const llmguard_session *session,
                                         uint32_t notation,
                                         uint64_t max_hold_bytes,
                                         llmguard_stream **stream,
                                         llmguard_error **error);

/**
 * Begins a text whose tokens are turned back as `llmguard_session_reveal` does. Whether the reader may see the values is
 * the caller's decision here.
 */
uint32_t llmguard_session_reveal_stream(const llmguard_session *session,
                                        uint32_t notation,
                                        uint64_t max_hold_bytes,
                                        llmguard_stream **stream,
                                        llmguard_error **error);

/**
 * Takes a piece of UTF-8, which may be cut inside a character. Fills `released`, whose `size` must be set. After a failure
 * the stream releases nothing any more.
 */
uint32_t llmguard_stream_push(const llmguard_stream *stream,
                              llmguard_str piece,
                              llmguard_released *released,
                              llmguard_error **error);

/**
 * Ends the text and releases what was held. Fills `released`, whose `size` must be set.
 */
uint32_t llmguard_stream_finish(const llmguard_stream *stream,
                                llmguard_released *released,
                                llmguard_error **error);

/**
 * What was decided about the text, once it has ended: a copy, which the caller releases. Its output is empty: it was
 * released. `LLMGUARD_STATUS_OUT_OF_RANGE` before the end, and where no policy was asked. Offsets count bytes.
 */
uint32_t llmguard_stream_decision(const llmguard_stream *stream,
                                  llmguard_decision **decision,
                                  llmguard_error **error);

/**
 * What is reported of the text, once it has ended: a copy, which the caller releases. Offsets count bytes.
 */
uint32_t llmguard_stream_findings(const llmguard_stream *stream,
                                  llmguard_findings **findings,
                                  llmguard_error **error);

/**
 * How many bytes of the text are held.
 */
uint64_t llmguard_stream_held(const llmguard_stream *stream);

/**
 * How many tokens were turned back so far.
 */
uint64_t llmguard_stream_restored(const llmguard_stream *stream);

/**
 * How many read as tokens so far but belong to no value of the session; they were left as they are.
 */
uint64_t llmguard_stream_unknown(const llmguard_stream *stream);

/**
 * Releases a stream. Null is permitted. No other thread may be using it.
 */
void llmguard_stream_free(llmguard_stream *stream);

/**
 * The rewritten text. Lives as long as `text`.
 */
llmguard_str llmguard_text_value(const llmguard_text *text);

/**
 * How many findings there were in the original; 0 for a revealed text.
 */
size_t llmguard_text_findings_len(const llmguard_text *text);

/**
 * Fills `finding`, whose `size` must be set, with the finding of this index. Its strings live as long as `text`.
 */
uint32_t llmguard_text_finding(const llmguard_text *text,
                               size_t index,
                               llmguard_finding *finding);

/**
 * How many tokens were turned back; 0 unless the text was revealed.
 */
uint64_t llmguard_text_restored(const llmguard_text *text);

/**
 * How many tokens belong to no value of the session and were left as they are.
 */
uint64_t llmguard_text_unknown(const llmguard_text *text);

/**
 * A sentence for the system prompt that says what the marks mean; no string unless the text was marked as untrusted.
 * Lives as long as `text`.
 */
llmguard_str llmguard_text_instruction(const llmguard_text *text);

/**
 * Releases a text. Null is permitted.
 */
void llmguard_text_free(llmguard_text *text);

/**
 * Opens a vault under a key of 32 bytes, or makes an empty one where there is no file. `PATH.lock` is made beside it and
 * stays.
 *
 * Fails with `V002` for a file that is no vault or was damaged, `V003` for one of a later version, `V004` for another key,
 * `V005` if another process or another handle has it, and `V006` where the system fails.
 */
uint32_t llmguard_vault_open(llmguard_str path,
                             llmguard_str key,
                             llmguard_vault **vault,
                             llmguard_error **error);

/**
 * Begins a session of a conversation that goes on where it ended: its values are kept in the vault, and a token is handed
 * out only when the value behind it is on disk. `subject` is whose values are added, no string for nobody's; `now` is the
 * time in milliseconds since 1970-01-01 UTC. The session may outlive the handles of guard and vault, which stays locked
 * that long.
 *
 * Fails with `V005` if the conversation is open already and `V006` where the system fails. The session's calls fail with
 * `V006` too, and with `V007` once something of the conversation was erased.
 */
uint32_t llmguard_session_new_in(const llmguard_guard *guard,
                                 const llmguard_vault *vault,
                                 llmguard_str tenant,
                                 llmguard_str conversation,
                                 llmguard_str subject,
                                 uint64_t now,
                                 llmguard_session **session,
                                 llmguard_error **error);

/**
 * Tells a session what time it is, in milliseconds since 1970-01-01 UTC; it never becomes earlier. What has expired by
 * then is not revealed any more.
 */
uint32_t llmguard_session_tell_time(const llmguard_session *session,
                                    uint64_t now,
                                    llmguard_error **error);

/**
 * Erases a value of a session's conversation, in all the ways it was written and for every type it was found as: from memory,
 * and from the file of a vault, whose bytes are overwritten. Its tokens are unknown from then on and stay where they stand;
 * their numbers are given to nothing else. Whoever has a token reveals it first. Not a failure if there is no such value.
 *
 * Fails with `V006` where the file of a vault cannot be written, and `V007` once something of the conversation was erased
 * otherwise.
 */
uint32_t llmguard_session_shred_value(const llmguard_session *session,
                                      llmguard_str value,
                                      llmguard_error **error);

/**
 * Erases a conversation of a tenant: its key is overwritten, and nobody reads anything of it any more. Its open session
 * fails with `V007` from here on. Not a failure if there is none of this name. Against copies of the file, call
 * `llmguard_vault_rotate` afterwards and destroy the old key.
 */
uint32_t llmguard_vault_shred_conversation(const llmguard_vault *vault,
                                           llmguard_str tenant,
                                           llmguard_str conversation,
                                           llmguard_error **error);

/**
 * Erases a person of a tenant: the values that were added as theirs, in every conversation. Other values stay, and no
 * token comes to mean another value. Open sessions of those conversations fail with `V007` from here on.
 */
uint32_t llmguard_vault_shred_subject(const llmguard_vault *vault,
                                      llmguard_str tenant,
                                      llmguard_str subject,
                                      llmguard_error **error);

/**
 * Removes from the file what has expired at a time, in milliseconds since 1970-01-01 UTC, and what was erased. Nobody
 * could read that any more; now it takes no space either.
 */
uint32_t llmguard_vault_sweep(const llmguard_vault *vault,
                              uint64_t now,
                              llmguard_error **error);

/**
 * Writes the file anew under another key of 32 bytes. The old one does not open it any more.
 */
uint32_t llmguard_vault_rotate(const llmguard_vault *vault, llmguard_str key, llmguard_error **error);

/**
 * Everything the vault holds and that has not expired at a time, in clear: JSON, an object a line.
 */
uint32_t llmguard_vault_export(const llmguard_vault *vault,
                               uint64_t now,
                               llmguard_text **lines,
                               llmguard_error **error);

/**
 * Takes in what `llmguard_vault_export` wrote: all of it, or nothing. Fails with `V008`, and a line where one is wrong,
 * also for a conversation that the vault has already.
 */
uint32_t llmguard_vault_import(const llmguard_vault *vault,
                               llmguard_str lines,
                               llmguard_error **error);

/**
 * Releases a vault. Null is permitted. No other thread may be using it; its sessions stay valid.
 */
void llmguard_vault_free(llmguard_vault *vault);

/**
 * The version of the library, `0.1.0`. Lives for ever. Any thread may ask.
 */
llmguard_str llmguard_version(void);

/**
 * The version of the library as one number that grows: major * 65536 + minor * 256 + patch.
 */
uint32_t llmguard_version_number(void);

/**
 * The version of the binary interface of the library; a program compares it with `LLMGUARD_ABI_VERSION`.
 */
uint32_t llmguard_abi_version(void);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* LLMGUARD_H */

#ifndef LLMGUARD_H_HELPERS
#define LLMGUARD_H_HELPERS

/* A string from one that ends with a zero byte; null is no string. */
static inline llmguard_str llmguard_str_of(const char *text) {
  llmguard_str str;
  str.ptr = text;
  str.len = text ? strlen(text) : 0;
  return str;
}

#ifndef __cplusplus
/* A struct of zeros that states its size: llmguard_request request = LLMGUARD_INIT(llmguard_request); */
#define LLMGUARD_INIT(type) { .size = (uint32_t)sizeof(type) }
#endif

#endif

/* The words of the source annotation language: all say nothing here. The old
   double-underscore words (__in, __out) are names inside the C++ library and
   are defined only in C. */
#ifndef MSW_SAL_H
#define MSW_SAL_H

#define IN
#define OUT
#ifndef OPTIONAL
#define OPTIONAL
#endif

#define _In_
#define _In_opt_
#define _In_z_
#define _In_opt_z_
#define _In_reads_(n)
#define _In_reads_opt_(n)
#define _In_reads_bytes_(n)
#define _In_reads_bytes_opt_(n)
#define _In_reads_z_(n)
#define _In_range_(a, b)
#define _Out_
#define _Out_opt_
#define _Out_writes_(n)
#define _Out_writes_z_(n)
#define _Out_writes_opt_(n)
#define _Out_writes_bytes_(n)
#define _Out_writes_bytes_opt_(n)
#define _Out_writes_bytes_to_(n, c)
#define _Out_writes_bytes_to_opt_(n, c)
#define _Out_writes_to_(n, c)
#define _Out_writes_to_opt_(n, c)
#define _Outptr_
#define _Outptr_opt_
#define _Outptr_result_maybenull_
#define _Outptr_result_z_
#define _Inout_
#define _Inout_opt_
#define _Inout_z_
#define _Inout_updates_(n)
#define _Inout_updates_z_(n)
#define _Inout_updates_bytes_(n)
#define _Ret_maybenull_
#define _Ret_notnull_
#define _Ret_z_
#define _Pre_maybenull_
#define _Post_ptr_invalid_
#define _Reserved_
#define _Frees_ptr_opt_
#define _Must_inspect_result_
#define _Check_return_
#define _Check_return_opt_
#define _Success_(x)
#define _When_(c, x)
#define _Field_size_(n)
#define _Field_size_bytes_(n)
#define _Null_terminated_
#define _NullNull_terminated_
#define _Printf_format_string_
#define _Scanf_format_string_
#define _Acquires_lock_(x)
#define _Releases_lock_(x)
#define _Requires_lock_held_(x)
#define _Guarded_by_(x)
#define _Interlocked_operand_
#define _Function_class_(x)
#define _IRQL_requires_same_
#define _Use_decl_annotations_
#define _Analysis_assume_(x)
#define _Deref_out_
#define _Deref_out_opt_
#define _At_(t, x)
#define _Maybenull_
#define _Notnull_

#ifndef __cplusplus
#define __in
#define __in_opt
#define __in_ecount(n)
#define __in_ecount_opt(n)
#define __in_bcount(n)
#define __in_bcount_opt(n)
#define __out
#define __out_opt
#define __out_ecount(n)
#define __out_ecount_opt(n)
#define __out_bcount(n)
#define __out_bcount_opt(n)
#define __inout
#define __inout_opt
#define __deref_out
#define __checkReturn
#else
/* In C++ the words that the library does not use as names. */
#define __in_opt
#define __in_ecount(n)
#define __in_bcount(n)
#define __in_bcount_opt(n)
#define __out_opt
#define __out_ecount(n)
#define __out_bcount(n)
#define __out_bcount_opt(n)
#define __inout_opt
#define __deref_out
#define __checkReturn
#endif

#endif

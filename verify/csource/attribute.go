package csource

import "bytes"

// attributes of the kernel that stand among the words of a declaration and
// are never its name. Those with "(…)" behind them are followed by it.
var attributes = wordSet(`
	ACPI_INTERNAL_VAR_XFACE ACPI_SYSTEM_XFACE CRYPTO_MINALIGN_ATTR EFIAPI EXPORT_INDIRECT_CALLABLE
	INDIRECT_CALLABLE_SCOPE ____cacheline_aligned ____cacheline_aligned_in_smp
	____cacheline_internodealigned_in_smp __acquire __acquires __alias __aligned __alloc_size __always_inline
	__always_unused __assume_aligned __attribute__ __attribute_const__ __bitwise __bpf_kfunc __bpf_percpu
	__cacheline_aligned __cacheline_aligned_in_smp __cleanup __cold __compiletime_error __compiletime_warning
	__cond_acquires __counted_by __counted_by_be __counted_by_le __cpuidle __deprecated __designated_init
	__diagnose_as __diagnose_if __efi_abi __efiapi __entry_text __exception_irq_entry __exit __exitconst
	__exitdata __flatten __force __free __gnu_inline __head __hot __init __init_memblock __init_or_module
	__initconst __initconst_or_module __initdata __initdata_memblock __initdata_or_module __iomem __irq_entry
	__kernel __kprobes __ksym __latent_entropy __lockfunc __malloc __maybe_unused __meminit __meminitdata __mode
	__must_check __must_hold __net_exit __net_init __net_initdata __no_kasan_or_inline __no_kcsan
	__no_kcsan_or_inline __no_profile __no_randomize_layout __no_sanitize_address __no_sanitize_memory
	__no_sanitize_or_inline __no_stack_protector __nocast __nocfi __noclone __noendbr __nonnull __nonstring
	__noreturn __nosavedata __noscs __overloadable __packed __page_aligned_bss __page_aligned_data
	__pass_object_size __percpu __printf __private __pure __randomize_layout __rcu __read_mostly __realloc_size
	__ref __refconst __refdata __release __releases __ro_after_init __scanf __sched __signed_wrap __section __section__
	__softirq_entry __unused __used __user __visible __weak __weakref asmlinkage fastcall noinline
	noinline_for_kasan noinline_for_stack noinline_for_tracing noinstr nokprobe_inline notrace
	randomized_struct_fields_end randomized_struct_fields_start`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range bytes.Fields([]byte(words)) {
		set[string(w)] = true
	}
	return set
}

// isAttribute tells whether a token is an attribute, be it gcc's or a macro.
func (w *walker) isAttribute(i int32) bool {
	t := w.tokens[i]
	if t.Kind > Keyword {
		return false
	}
	return attributes[string(t.Text(w.text))]
}

// looksAttribute tells whether a name is formed as macros for attributes are.
func looksAttribute(name []byte) bool {
	return bytes.HasPrefix(name, []byte("__")) || bytes.HasSuffix(name, []byte("_ATTR"))
}

// skipAttributes is the place behind the attributes at p.
func (w *walker) skipAttributes(stmt []int32, p int) int {
	for p < len(stmt) && w.isAttribute(stmt[p]) {
		p = w.attributeEnd(stmt, p)
	}
	return p
}

// attributeEnd is the place behind the attribute at p and its arguments. A
// "(*" behind it begins a pointer.
func (w *walker) attributeEnd(stmt []int32, p int) int {
	p++
	if p+1 < len(stmt) && w.byteOf(stmt[p]) == '(' && w.byteOf(stmt[p+1]) != '*' {
		return w.after(stmt, p)
	}
	return p
}

# An interpreter that does nothing but say so, and jump to the program.
	.globl	_start
_start:	mov	$1, %eax		# write(1, text, length)
	mov	$1, %edi
	lea	text(%rip), %rsi
	mov	$length, %edx
	syscall

	mov	%rsp, %rdx		# the stack: argc, argv …
	mov	(%rdx), %rcx
	lea	16(%rdx, %rcx, 8), %rdx	# past argc, argv and its NULL: envp
1:	add	$8, %rdx
	cmpq	$0, -8(%rdx)		# past envp and its NULL
	jne	1b
2:	cmpq	$9, (%rdx)		# the auxiliary vector: type 9 is AT_ENTRY
	lea	16(%rdx), %rdx
	jne	2b
	jmp	*-8(%rdx)

	.section .rodata
text:	.ascii	"interpreter: here I am\n"
	.set	length, . - text
	.section .note.GNU-stack, "", @progbits

# A program without libc: write(1, text, length); exit(0).
	.globl	_start
_start:	mov	$1, %eax
	mov	$1, %edi
	lea	text(%rip), %rsi
	mov	$length, %edx
	syscall
	mov	$60, %eax
	xor	%edi, %edi
	syscall

	.section .rodata
text:	.ascii	"program: and then I\n"
	.set	length, . - text
	.section .note.GNU-stack, "", @progbits
